// ConversionSource: the records that a conversion reads. Private to core/src/store.
#pragma once

#include <vector>

#include "core/policy.h"
#include "core/record_source.h"

namespace holdfast {

/// Living records as stored, those of the recycle bin and the parts of removed records left out.
class ConversionSource : public ExpressionSource {
public:
    /// With a `reader`, only what that policy lets be read; it must outlive this.
    explicit ConversionSource(Store& store, const Policy* reader = nullptr)
        : registry_(&store.registry()), reader_(reader), stored_(store) {}

    [[nodiscard]] Result<const Record*> find_linked(EntityId entity, const RecordId& id) override;
    [[nodiscard]] Result<std::vector<const Record*>> find_linking(EntityId entity, FieldId link,
                                                                  const RecordId& target) override;

private:
    [[nodiscard]] Result<bool> counts(const Record& record);

    const Registry* registry_;
    const Policy* reader_;
    RecordSource stored_;
};

}  // namespace holdfast
