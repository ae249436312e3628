#include "import_names.h"

#include "base/utf8.h"
#include "core/strings.h"

namespace holdfast {
namespace {

/// Other words for fields, by field key; the words are separated by bars. A leading "=" makes a
/// word as good as the label: of "State" and "Region" in one file, the first is the one we mean.
struct Synonyms {
    std::string_view field;
    std::string_view words;
};
constexpr Synonyms kFieldSynonyms[] = {
    {"name",
     "account name|company|company name|customer|customer name|organization|organisation|business "
     "name|client|empresa|nome da empresa|razao social|cliente|nome do "
     "cliente|foretag|foretagsnamn|"
     "kund|kundnamn|会社名|社名|企業名|顧客名|societe|raison sociale|entreprise|nom de "
     "l'entreprise|"
     "nom du client|nombre de la empresa|razon social|nombre del cliente"},
    {"account",
     "account name|company|company name|organization|organisation|customer|customer name|client|"
     "employer|empresa|nome da empresa|cliente|nome do cliente|foretag|kund|kundnamn|会社名|社名|"
     "顧客名|societe|entreprise|nom du client|compania|nombre del cliente"},
    {"external_id",
     "id|customer id|account id|contact id|external id|client id|reference|customer "
     "number|kundnummer|"
     "id do cliente|codigo do cliente|codigo|kund id|顧客id|顧客番号|顧客コード|id client|numero "
     "client|"
     "code client|id de cliente|codigo de cliente"},
    {"kind",
     "segment|customer type|account type|type|tipo de cliente|kundtyp|顧客区分|type de client"},
    {"first_name", "given name|forename|primeiro nome|tilltalsnamn|名前(名)|nombre de pila|first"},
    {"last_name", "surname|family name|apelido|familienamn|名字|苗字|nom de famille|apellido|last"},
    {"job_title",
     "title|job|position|role title|titel|funcao|profissao|yrke|職業|poste|metier|puesto"},
    {"phone",
     "telephone|phone number|tel|business phone|telefon|telefonnummer|fone|電話|tel番号|numero de "
     "telephone|numero de telefono"},
    {"mobile",
     "mobile phone|cell|cell phone|cellphone|mobilnummer|携帯|携帯番号|portable|gsm|celular"},
    {"email", "e-mail|mail|email address|e-mail address|epost|e-postadress|メール|courriel|correo"},
    {"website", "url|web|web site|homepage|home page|hemsida|ホームページ|pagina web"},
    {"tax_id",
     "vat|vat number|vat id|cnpj|cpf|org nr|orgnr|momsnummer|siret|siren|nif|cif|rfc|法人番号"},
    {"street",
     "address|street address|address 1|address line "
     "1|rua|logradouro|endereco|gata|gatuadress|adress|"
     "番地|住所|rue|adresse|calle|direccion"},
    {"city",
     "town|cidade|municipio|ort|stad|postort|市|市区町村|都市|ville|commune|ciudad|localidad"},
    {"postal_code",
     "zip|zip code|zipcode|postcode|post code|cep|postnummer|postnr|郵便番号|〒|code "
     "postal|cp|codigo "
     "postal"},
    {"region",
     "=state|=province|=estado|=provincia|county|state province|uf|lan|都道府県|県|departement"},
    {"country", "nation|pais|land|国|国名|pays"},
    {"subject", "summary|title|job|description short|titulo|rubrik|タイトル|titre|sujet|asunto"},
    {"description", "details|detail|notes|descricao|beskrivning|内容|descripcion"},
    {"notes", "note|comment|comments|remarks|memo|notas|obs|anteckning|kommentar|メモ|remarques"},
    {"planned_start",
     "start|start date|planned|planned date|scheduled|date|inicio|startdatum|開始日"},
    {"planned_end", "end|end date|fim|slutdatum|終了日|date de fin|fecha de fin"},
    {"due", "due date|deadline|vencimento|forfallodatum|締切|納期|date limite|fecha limite"},
    {"assignee", "assigned to|technician|responsible|tecnico|tekniker|technicien|担当"},
    {"amount",
     "total|price|sum|value|preco|valor total|summa|合計|montant total|precio|importe total"},
    {"birthday",
     "date of birth|birth date|dob|nascimento|fodelsedatum|誕生日|naissance|nacimiento"},
    {"role", "function|papel|roll"},
};
/// Prefixes of address fields: "billing_city" is also known as "city".
constexpr std::string_view kAddressPrefixes[] = {"billing_", "site_"};

struct ChoiceSynonyms {
    std::string_view field;
    std::string_view choice;
    std::string_view words;
};
constexpr ChoiceSynonyms kChoiceSynonyms[] = {
    {"kind", "person",
     "consumer|private|individual|b2c|pf|pessoa fisica|privat|個人客|particulier"},
    {"kind", "business",
     "corporate|company|home office|b2b|pj|pessoa juridica|foretag|法人客|societe"},
    {"priority", "low", "1|minor|p4"},
    {"priority", "normal", "medium|2|p3|moderate"},
    {"priority", "high", "3|major|p2"},
    {"priority", "urgent", "4|critical|p1|emergency"},
};

constexpr std::string_view kFullNames =
    "full name|fullname|name|contact name|person|customer name|customer|client name|nome "
    "completo|nome|nome do cliente|namn|fullstandigt namn|kundnamn|kontaktperson|氏名|名前|お名前|"
    "担当者名|nom complet|nom du client|nombre completo|nombre y apellidos|nombre del cliente";

constexpr std::string_view kCustomers =
    "customer|customer name|client name|nome do cliente|kundnamn|顧客名|nom du client|nombre del "
    "cliente";

void add_words(std::string_view words, std::vector<std::string>& names) {
    while (!words.empty()) {
        const std::size_t end = words.find('|');
        const std::string_view word = words.substr(0, end);
        names.push_back(name_key(word));
        if (end == std::string_view::npos) break;
        words.remove_prefix(end + 1);
    }
}

void add_synonyms(std::string_view field_key, FieldNames& names) {
    for (const Synonyms& synonyms : kFieldSynonyms) {
        if (synonyms.field != field_key) continue;
        std::string_view words = synonyms.words;
        while (words.starts_with('=')) {
            const std::size_t end = words.find('|');
            names.own.push_back(name_key(words.substr(0, end)));
            words.remove_prefix(end + 1);
        }
        add_words(words, names.usual);
    }
}

bool matches_choice(const EntityDef& entity, const FieldDef& field, std::string_view choice,
                    const std::string& wanted) {
    if (name_key(choice) == wanted) return true;
    for (const Language language : kLanguages) {
        if (name_key(Strings(language).label_of_choice(entity, field, choice)) == wanted)
            return true;
    }
    for (const ChoiceSynonyms& synonyms : kChoiceSynonyms) {
        if (synonyms.field != field.key || synonyms.choice != choice) continue;
        std::vector<std::string> names;
        add_words(synonyms.words, names);
        for (const std::string& name : names) {
            if (name == wanted) return true;
        }
    }
    return false;
}

}  // namespace

std::string name_key(std::string_view column_name) {
    std::string folded;
    append_folded(folded, column_name);
    std::string key;
    for (const char character : folded) {
        const auto byte = static_cast<unsigned char>(character);
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        if (letter || byte >= 0x80) key += character;
    }
    return key;
}

FieldNames names_of_field(const EntityDef& entity, const FieldDef& field) {
    FieldNames names;
    names.own.push_back(name_key(field.key));
    for (const Language language : kLanguages) {
        names.own.push_back(name_key(Strings(language).label_of(entity, field)));
    }
    add_synonyms(field.key, names);
    for (const std::string_view prefix : kAddressPrefixes) {
        if (!field.key.starts_with(prefix)) continue;
        const std::string_view plain = std::string_view(field.key).substr(prefix.size());
        names.usual.push_back(name_key(plain));
        add_synonyms(plain, names);
    }
    return names;
}

const std::vector<std::string>& names_of_full_name() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        add_words(kFullNames, names);
        return names;
    }();
    return kNames;
}

const std::vector<std::string>& names_of_customer() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        add_words(kCustomers, names);
        return names;
    }();
    return kNames;
}

std::string_view find_choice_by_any_name(const EntityDef& entity, const FieldDef& field,
                                         std::string_view text) {
    const std::string wanted = name_key(text);
    if (field.type == FieldType::State) {
        for (const StateDef& state : entity.states) {
            if (matches_choice(entity, field, state.key, wanted)) return state.key;
        }
        return {};
    }
    for (const std::string& choice : field.choices) {
        if (matches_choice(entity, field, choice, wanted)) return choice;
    }
    return {};
}

}  // namespace holdfast
