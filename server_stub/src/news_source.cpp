#include "news_source.h"

#include <utility>

#include "sync/codec.h"

namespace holdfast::server {
namespace {

Status read(SqliteStore& store, const Parts& parts, ServerSeq after, NewsForAll& news) {
    sync::ServerContext context = reading_context(store, parts);
    std::optional<sync::LiveNews> live = TRY(sync::build_live_news(context, after));
    if (!live) return {};
    news.to = live->live.delta.to;
    news.authors = std::move(live->authors);
    const sync::Poke poke{live->live.delta.epoch, news.to};
    news.message =
        std::make_shared<const net::Bytes>(sync::encode(sync::News{poke, std::move(live->live)}));
    return {};
}

}  // namespace

ReadNews read_news_from(Parts& parts) {
    return [&parts](ServerSeq after, std::function<void(NewsForAll)> done) {
        auto news = std::make_shared<NewsForAll>();
        const Work work = [&parts, after, news](SqliteStore& store) {
            return read(store, parts, after, *news);
        };
        // A failure to read is no news of its own: everybody is poked, and asks.
        parts.reader.add({work, [news, done = std::move(done)](Status read) {
                              done(read ? std::move(*news) : NewsForAll{});
                          }});
    };
}

}  // namespace holdfast::server
