#include "demo_names.h"

namespace holdfast {
namespace {

using Words = std::string_view;

constexpr Words kEnglishFirst[] = {"Olivia", "James",  "Amelia", "Noah",   "Grace",
                                   "Henry",  "Ruby",   "Samuel", "Hannah", "Daniel",
                                   "Sophie", "Thomas", "Lucy",   "Adam"};
constexpr Words kEnglishLast[] = {"Okafor", "Bennett", "Harris", "Walker", "Patel", "Hughes",
                                  "Cooper", "Morgan",  "Reid",   "Lawson", "Price", "Gallagher"};
constexpr Words kEnglishCompany[] = {"Northfield", "Harbour", "Oakridge", "Silverline", "Kestrel",
                                     "Millbrook",  "Ashford", "Granite",  "Beacon",     "Fairview"};
constexpr Words kEnglishForm[] = {"Ltd",       "Services",    "Bakery",
                                  "Logistics", "Dental Care", "Hotels"};
constexpr Words kEnglishStreet[] = {"High", "Station", "Church", "Mill", "Victoria", "Park"};
constexpr DemoPlace kEnglishPlaces[] = {{"Leeds", "West Yorkshire", "LS1 4DY"},
                                        {"Bristol", "Avon", "BS1 5TR"},
                                        {"Norwich", "Norfolk", "NR2 1TF"},
                                        {"Cardiff", "Wales", "CF10 1EP"}};
constexpr Words kEnglishSubject[] = {"Boiler does not start",   "Annual cooling service",
                                     "Replace compressor seal", "Install heat pump",
                                     "Inspect fire dampers",    "Leak in plant room",
                                     "Calibrate flow meter",    "Noise from roof fan"};
constexpr Words kEnglishPart[] = {"Pump seal", "Filter set",    "Pressure sensor",
                                  "Fan belt",  "Control valve", "Refrigerant R32"};
constexpr Words kEnglishJob[] = {"Facility manager", "Site engineer", "Buyer", "Office manager"};

constexpr Words kPortugueseFirst[] = {"Ana",   "João",   "Beatriz", "Lucas", "Camila",  "Rafael",
                                      "Júlia", "Thiago", "Larissa", "Bruno", "Letícia", "Gustavo"};
constexpr Words kPortugueseLast[] = {"Silva",   "Souza",     "Oliveira", "Santos",
                                     "Araújo",  "Conceição", "Ferreira", "Gonçalves",
                                     "Ribeiro", "Lima",      "Moreira"};
constexpr Words kPortugueseCompany[] = {"Aurora",  "Ipê Amarelo", "São Jorge", "Horizonte",
                                        "Estrela", "Boa Vista",   "Três Rios", "Cruzeiro",
                                        "Litoral", "Atlântica"};
constexpr Words kPortugueseForm[] = {"Ltda.", "Comércio", "Alimentos S.A.", "Transportes",
                                     "Clínica"};
constexpr Words kPortugueseStreet[] = {"das Flores", "XV de Novembro", "Bela Vista", "do Comércio"};
constexpr DemoPlace kPortuguesePlaces[] = {{"São Paulo", "SP", "01310-100"},
                                           {"Curitiba", "PR", "80020-310"},
                                           {"Belo Horizonte", "MG", "30130-010"},
                                           {"Recife", "PE", "50030-230"}};
constexpr Words kPortugueseSubject[] = {
    "Câmara fria não refrigera", "Manutenção preventiva anual", "Trocar válvula de pressão",
    "Instalar ar-condicionado",  "Inspeção do gerador",         "Vazamento na casa de máquinas"};
constexpr Words kPortuguesePart[] = {"Vedação da bomba", "Filtro de óleo", "Sensor de pressão",
                                     "Correia", "Placa eletrônica"};
constexpr Words kPortugueseJob[] = {"Gerente de operações", "Engenheira de manutenção",
                                    "Comprador"};

constexpr Words kSwedishFirst[] = {"Åsa",    "Erik", "Elin", "Lars",  "Maja", "Oskar",
                                   "Astrid", "Nils", "Saga", "Björn", "Ebba", "Gösta"};
constexpr Words kSwedishLast[] = {"Lindström", "Andersson", "Sjöberg", "Åkesson", "Nyström",
                                  "Bergqvist", "Öberg",     "Hedlund", "Wallin",  "Ekström"};
constexpr Words kSwedishCompany[] = {"Norrsken",  "Älvdalen",  "Mälaren",  "Skärgården",
                                     "Björkhaga", "Fjällbäck", "Storsjön", "Kullaberg",
                                     "Höganäs",   "Örnsköld"};
constexpr Words kSwedishForm[] = {"AB", "Bageri AB", "Fastigheter AB", "Åkeri AB", "Verkstad HB"};
constexpr Words kSwedishStreet[] = {"Storgatan", "Kungsgatan", "Björkvägen", "Hamngatan"};
constexpr DemoPlace kSwedishPlaces[] = {{"Göteborg", "Västra Götaland", "411 03"},
                                        {"Umeå", "Västerbotten", "903 26"},
                                        {"Malmö", "Skåne", "211 20"},
                                        {"Gävle", "Gävleborg", "803 20"}};
constexpr Words kSwedishSubject[] = {"Värmepumpen startar inte", "Årlig service av kyla",
                                     "Byt tätning i pump",       "Installera laddstolpe",
                                     "Besiktning av hiss",       "Läckage i undercentral"};
constexpr Words kSwedishPart[] = {"Pumptätning", "Filtersats", "Tryckgivare", "Fläktrem",
                                  "Styrventil"};
constexpr Words kSwedishJob[] = {"Fastighetschef", "Driftingenjör", "Inköpare", "Platschef"};

constexpr Words kJapaneseFirst[] = {"太郎", "花子", "健一", "美咲",   "大輔", "陽子",
                                    "翔太", "直美", "拓也", "由美子", "誠",   "葵"};
constexpr Words kJapaneseLast[] = {"田中", "佐藤", "鈴木", "高橋", "渡辺", "伊藤",
                                   "山本", "中村", "小林", "加藤", "吉田"};
constexpr Words kJapaneseCompany[] = {"東海", "富士", "みなと", "さくら", "北斗",
                                      "大和", "青葉", "山水",   "若葉",   "光陽"};
constexpr Words kJapaneseForm[] = {"工業株式会社", "食品株式会社", "運輸株式会社", "ホテル",
                                   "医院"};
constexpr Words kJapaneseStreet[] = {"本町", "中央", "栄", "桜木町"};
constexpr DemoPlace kJapanesePlaces[] = {{"横浜市", "神奈川県", "220-0011"},
                                         {"名古屋市", "愛知県", "460-0008"},
                                         {"札幌市", "北海道", "060-0001"},
                                         {"福岡市", "福岡県", "810-0001"}};
constexpr Words kJapaneseSubject[] = {"ボイラーが起動しない", "冷却設備の年次点検",
                                      "ポンプのシール交換",   "空調機の設置",
                                      "消防設備の点検",       "機械室の水漏れ"};
constexpr Words kJapanesePart[] = {"ポンプシール", "フィルター", "圧力センサー", "ファンベルト",
                                   "制御弁"};
constexpr Words kJapaneseJob[] = {"施設管理部長", "設備担当", "購買課長", "店長"};

constexpr Words kFrenchFirst[] = {"Élodie", "Julien", "Chloé",  "Mathieu", "Inès",   "François",
                                  "Zoé",    "Loïc",   "Amélie", "Hugo",    "Noémie", "Cédric"};
constexpr Words kFrenchLast[] = {"Lefèvre",  "Moreau",   "Dubois",   "Gauthier",
                                 "Béranger", "Rousseau", "Fournier", "Leclerc",
                                 "D’Hondt",  "Marchand", "Noël"};
constexpr Words kFrenchCompany[] = {"Val de Loire", "Belle Rive", "Les Tilleuls", "Hexagone",
                                    "Côte d’Opale", "Lumière",    "Grand Large",  "Montclair"};
constexpr Words kFrenchForm[] = {"SARL", "SAS", "Boulangerie", "Transports SA", "Immobilier"};
constexpr Words kFrenchStreet[] = {"rue de la République", "avenue Jean Jaurès", "rue du Château",
                                   "quai des Marchands"};
constexpr DemoPlace kFrenchPlaces[] = {{"Lyon", "Auvergne-Rhône-Alpes", "69002"},
                                       {"Nantes", "Pays de la Loire", "44000"},
                                       {"Lille", "Hauts-de-France", "59000"},
                                       {"Nîmes", "Occitanie", "30000"}};
constexpr Words kFrenchSubject[] = {"La chaudière ne démarre pas", "Entretien annuel du froid",
                                    "Remplacer le joint de pompe", "Installer une pompe à chaleur",
                                    "Contrôle des clapets",        "Fuite en chaufferie"};
constexpr Words kFrenchPart[] = {"Joint de pompe", "Jeu de filtres", "Capteur de pression",
                                 "Courroie", "Vanne de régulation"};
constexpr Words kFrenchJob[] = {"Responsable technique", "Ingénieure de site", "Acheteur"};

constexpr Words kSpanishFirst[] = {"Lucía", "Javier", "María", "Íñigo",  "Carmen", "Álvaro",
                                   "Paula", "Sergio", "Nuria", "Andrés", "Inés",   "Óscar"};
constexpr Words kSpanishLast[] = {"García",  "Muñoz",   "Fernández", "Ibáñez", "López",    "Núñez",
                                  "Ramírez", "Sánchez", "Peña",      "Ortega", "Cañizares"};
constexpr Words kSpanishCompany[] = {"Río Claro", "Peñalta",       "Levante",
                                     "El Faro",   "Sierra Nevada", "Montaña Azul",
                                     "La Ribera", "Cantábrica",    "Tres Olivos"};
constexpr Words kSpanishForm[] = {"S.L.", "S.A.", "Panadería", "Transportes", "Clínica"};
constexpr Words kSpanishStreet[] = {"Calle Mayor", "Avenida de la Constitución", "Calle del Sol",
                                    "Paseo Marítimo"};
constexpr DemoPlace kSpanishPlaces[] = {{"Valencia", "Valencia", "46002"},
                                        {"Málaga", "Málaga", "29005"},
                                        {"A Coruña", "A Coruña", "15003"},
                                        {"Logroño", "La Rioja", "26001"}};
constexpr Words kSpanishSubject[] = {"La caldera no arranca",     "Mantenimiento anual de frío",
                                     "Cambiar junta de la bomba", "Instalar bomba de calor",
                                     "Inspección de compuertas",  "Fuga en la sala de máquinas"};
constexpr Words kSpanishPart[] = {"Junta de bomba", "Juego de filtros", "Sensor de presión",
                                  "Correa", "Válvula de control"};
constexpr Words kSpanishJob[] = {"Jefa de mantenimiento", "Ingeniero de planta", "Comprador"};

constexpr std::array<DemoCountry, kDemoCountries> kCountries = {{
    {Language::English, "United Kingdom", "GBP", "+44", "co.example", "{1} {0} Street",
     kEnglishFirst, kEnglishLast, kEnglishCompany, kEnglishForm, kEnglishStreet, kEnglishPlaces,
     kEnglishSubject, kEnglishPart, kEnglishJob},
    {Language::Portuguese, "Brasil", "BRL", "+55", "br.example", "Rua {0}, {1}", kPortugueseFirst,
     kPortugueseLast, kPortugueseCompany, kPortugueseForm, kPortugueseStreet, kPortuguesePlaces,
     kPortugueseSubject, kPortuguesePart, kPortugueseJob},
    {Language::Swedish, "Sverige", "SEK", "+46", "se.example", "{0} {1}", kSwedishFirst,
     kSwedishLast, kSwedishCompany, kSwedishForm, kSwedishStreet, kSwedishPlaces, kSwedishSubject,
     kSwedishPart, kSwedishJob},
    {Language::Japanese, "日本", "JPY", "+81", "jp.example", "{0}{1}丁目", kJapaneseFirst,
     kJapaneseLast, kJapaneseCompany, kJapaneseForm, kJapaneseStreet, kJapanesePlaces,
     kJapaneseSubject, kJapanesePart, kJapaneseJob},
    {Language::French, "France", "EUR", "+33", "fr.example", "{1} {0}", kFrenchFirst, kFrenchLast,
     kFrenchCompany, kFrenchForm, kFrenchStreet, kFrenchPlaces, kFrenchSubject, kFrenchPart,
     kFrenchJob},
    {Language::Spanish, "España", "EUR", "+34", "es.example", "{0}, {1}", kSpanishFirst,
     kSpanishLast, kSpanishCompany, kSpanishForm, kSpanishStreet, kSpanishPlaces, kSpanishSubject,
     kSpanishPart, kSpanishJob},
}};

}  // namespace

const std::array<DemoCountry, kDemoCountries>& demo_countries() {
    return kCountries;
}

}  // namespace holdfast
