//! At most so many requests worked on at once, a queue of bounded length before them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::analysis::Stop;
use crate::serve::answer::Refusal;
use crate::serve::limits::Limits;

/// The places at work and those in the queue.
pub(super) struct Gate {
    places: Arc<Semaphore>,
    n_waiting: AtomicUsize,
    max_waiting: usize,
    wait: Duration,
    work: Duration,
    /// One thread for each place: Typst and krilla share their work out with rayon, and on a
    /// common pool one report would be begun in the middle of another.
    pools: Arc<Mutex<Vec<ThreadPool>>>,
}

/// A place in the queue, given up when whoever waits goes away.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Asks the work to stop when whoever waits for it goes away.
struct Leaving(Stop);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.ask();
    }
}

impl Gate {
    /// Opens the gate.
    pub(super) fn new(limits: &Limits) -> Gate {
        Gate {
            places: Arc::new(Semaphore::new(limits.renders)),
            n_waiting: AtomicUsize::new(0),
            max_waiting: limits.waiting,
            wait: limits.wait,
            work: limits.work,
            pools: Arc::default(),
        }
    }

    /// Takes places for long work of another kind, once they are free.
    pub(super) async fn take(&self, n_places: u32) -> Option<OwnedSemaphorePermit> {
        self.places.clone().acquire_many_owned(n_places).await.ok()
    }

    /// Has work done on a thread of its own as soon as there is a place.
    ///
    /// The work keeps its place until it is over, even where nobody waits for it any more, so
    /// that there is never more of it than places; it is asked to stop at once.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let place = self.place().await?;
        let stop = Stop::default();
        let _leaving = Leaving(stop.clone());
        let pools = self.pools.clone();
        let done = tokio::task::spawn_blocking(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| on_own_pool(&pools, || work(&stop))));
            drop(place);
            outcome
        });
        match timeout(self.work, done).await {
            Err(_) => {
                let message = format!("处理超过 {} 秒，已停止", self.work.as_secs());
                let refusal = Refusal::new(StatusCode::GATEWAY_TIMEOUT, message);
                Err(refusal.hint("只上传本单位本期的登记表再试"))
            }
            Ok(Ok(Ok(outcome))) => outcome,
            Ok(Ok(Err(_)) | Err(_)) => {
                tracing::error!("the work panicked: a bug of ours");
                Err(Refusal::bug())
            }
        }
    }

    /// Waits for a place.
    async fn place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        if let Ok(place) = self.places.clone().try_acquire_owned() {
            return Ok(place);
        }
        let n_before = self.n_waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.n_waiting);
        if n_before >= self.max_waiting {
            return Err(Refusal::busy("排队的人太多"));
        }
        match timeout(self.wait, self.places.clone().acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Refusal::busy("排队太久，还没有轮到")),
        }
    }
}

/// Runs work on a pool of one thread, which goes back to the others afterwards.
fn on_own_pool<T: Send>(pools: &Mutex<Vec<ThreadPool>>, work: impl FnOnce() -> T + Send) -> T {
    let idle = pools.lock().unwrap_or_else(PoisonError::into_inner).pop();
    match idle.map_or_else(|| ThreadPoolBuilder::new().num_threads(1).build(), Ok) {
        Ok(pool) => {
            let done = pool.install(work);
            pools.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
            done
        }
        // Without a pool of its own the work is slower, not wrong.
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;

    fn gate(renders: usize, waiting: usize) -> Arc<Gate> {
        let (wait, work) = (Duration::from_millis(300), Duration::from_millis(300));
        Arc::new(Gate::new(&Limits { renders, waiting, wait, work, ..Limits::default() }))
    }

    /// Work that goes on until it is asked to stop, and then says so.
    fn endless(over: Arc<AtomicBool>) -> impl FnOnce(&Stop) -> Result<(), Refusal> + Send + 'static {
        move |stop| {
            while !stop.is_asked() {
                std::thread::sleep(Duration::from_millis(5));
            }
            over.store(true, Ordering::SeqCst);
            Ok(())
        }
    }

    async fn until(over: &AtomicBool) {
        for _ in 0..400 {
            if over.load(Ordering::SeqCst) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the work was not stopped");
    }

    #[tokio::test]
    async fn work_that_takes_too_long_is_stopped() {
        let over = Arc::new(AtomicBool::new(false));
        let refusal = gate(1, 1).run(endless(over.clone())).await.expect_err("late");
        assert_eq!(refusal.status, StatusCode::GATEWAY_TIMEOUT);
        until(&over).await;
    }

    #[tokio::test]
    async fn who_leaves_stops_the_work_and_gives_up_the_place() {
        let gate = gate(1, 1);
        let over = Arc::new(AtomicBool::new(false));
        let (at_gate, flag) = (gate.clone(), over.clone());
        let client = tokio::spawn(async move { at_gate.run(endless(flag)).await });
        tokio::time::sleep(Duration::from_millis(50)).await;
        client.abort();
        until(&over).await;
        assert!(gate.run(|_| Ok(7)).await.is_ok_and(|n| n == 7));
    }

    #[tokio::test]
    async fn the_queue_has_an_end() {
        let gate = gate(1, 1);
        let spawn = || {
            let gate = gate.clone();
            tokio::spawn(
                async move { gate.run(endless(Arc::default())).await.map_err(|r| r.status.as_u16()) },
            )
        };
        let runs = [spawn(), spawn(), spawn(), spawn()];
        let mut statuses = Vec::new();
        for run in runs {
            statuses.push(run.await.expect("no panic").expect_err("nobody is done in time"));
        }
        statuses.sort_unstable();
        assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 3, "{statuses:?}");
        assert_eq!(gate.n_waiting.load(Ordering::Relaxed), 0);
    }

    #[tokio::test]
    async fn a_panic_is_told_as_a_bug() {
        // The trace of a panic may take longer than the time that ends other work here.
        let gate = Gate::new(&Limits { renders: 1, waiting: 1, ..Limits::default() });
        let refusal = Arc::new(gate).run::<()>(|_| panic!("on purpose")).await.expect_err("a panic");
        assert_eq!(refusal.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(refusal.message.contains("缺陷"));
    }
}
