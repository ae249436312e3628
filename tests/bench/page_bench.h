// Opening the page of one record that everything else links to: facts, stream and related lists.
#pragma once

namespace holdfast::bench {

/// An account among 50,000 of them, 80,000 contacts and 100,000 work orders, with records in every
/// related list.
void measure_record_page();

}  // namespace holdfast::bench
