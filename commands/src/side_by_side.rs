//! What needs no order among itself is done side by side, so that its appends share transactions.
use futures::{StreamExt, stream};

/// What the futures give, in their order; so many of them are under way at a time, at the most.
pub(crate) async fn side_by_side<F: Future>(most: usize, futures: Vec<F>) -> Vec<F::Output> {
    stream::iter(futures).buffered(most).collect().await
}
