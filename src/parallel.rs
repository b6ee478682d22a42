//! The same work on many things, on all processors.

use std::num::NonZero;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::Result;

/// Fewer files or apps than this are done sooner than a thread is started.
const WORTH_A_THREAD: usize = 64;

/// Does `work` for every item and gives the results in the order of the items.
///
/// # Errors
/// The first failure of the first group that met one; the other groups stop at their next item.
pub fn each<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let groups = processors.min(items.len() / WORTH_A_THREAD).max(1);
    if groups == 1 {
        return items.iter().map(work).collect();
    }
    let failed = AtomicBool::new(false);
    let do_group = |group: &'t [T]| -> Result<Vec<R>> {
        let going = group.iter().take_while(|_| !failed.load(Ordering::Relaxed));
        going.map(&work).collect::<Result<_>>().inspect_err(|_| failed.store(true, Ordering::Relaxed))
    };
    thread::scope(|scope| {
        let chunks = items.chunks(items.len().div_ceil(groups));
        let threads: Vec<_> = chunks.map(|group| scope.spawn(|| do_group(group))).collect();
        let mut results = Vec::with_capacity(items.len());
        // A group that stopped early has an incomplete Ok; the failure that stopped it is found before the end.
        let mut failure = None;
        for thread in threads {
            match thread.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)) {
                Ok(done) => results.extend(done),
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        failure.map_or(Ok(results), Err)
    })
}
