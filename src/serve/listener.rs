//! Connections in, answers out, until it is time to stop.

use std::collections::BTreeMap;
use std::io::{self, IoSlice};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, Sleep, sleep, timeout};

use crate::serve::app::{App, Config};
use crate::serve::jobs;
use crate::serve::limits::MAX_HEAD_BYTES;
use crate::serve::router::routes_of;

/// The most headers of a request.
const MAX_HEADERS: usize = 64;
/// How long running requests may take when the service closes.
const LAST_CALL: Duration = Duration::from_secs(10);

/// Answers on a listener until `closed` comes to pass, then lets running requests finish;
/// calls `ready` once it begins to.
///
/// Fails where the private folder cannot be emptied or is somebody else's.
pub async fn serve(
    listener: TcpListener,
    config: Config,
    ready: impl FnOnce(),
    closed: impl Future<Output = ()>,
) -> io::Result<()> {
    let folder = config.folder.clone();
    jobs::sweep(&folder)?;
    let app = App::new(config);
    let router = routes_of(app.clone());
    let room = Arc::new(Semaphore::new(app.limits.connections));
    let clients = Arc::new(Clients::default());
    let graceful = GracefulShutdown::new();
    let mut closed = std::pin::pin!(closed);
    ready();
    loop {
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            both = accepted => both,
            () = &mut closed => break,
        };
        let Ok((stream, client)) = accepted else {
            // Out of file handles, most likely: others will be given back.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Some(counted) = clients.admit(client.ip(), app.limits.connections_each) else { continue };
        let stream = TokioIo::new(Patient::new(stream, app.limits.connection));
        let mut builder = http1::Builder::new();
        builder
            .timer(TokioTimer::new())
            .header_read_timeout(app.limits.connection)
            .max_buf_size(MAX_HEAD_BYTES)
            .max_headers(MAX_HEADERS);
        let connection = builder.serve_connection(stream, TowerToHyperService::new(router.clone()));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // Whoever breaks off needs no answer.
            let _ = connection.await;
            drop((place, counted));
        });
    }
    tracing::info!("closing");
    drop(listener);
    app.jobs.stop();
    // Whatever is not over by then goes with the process.
    let _ = timeout(LAST_CALL, async { tokio::join!(graceful.shutdown(), app.jobs.idle()) }).await;
    jobs::sweep(&folder)
}

/// How many connections each client has, so that one leaves room for others.
#[derive(Default)]
struct Clients(Mutex<BTreeMap<IpAddr, usize>>);

/// A client's connection; counted as long as it is held.
struct Counted(Arc<Clients>, IpAddr);

impl Clients {
    /// Counts a connection; nothing where its client has as many as it may.
    fn admit(self: &Arc<Clients>, client: IpAddr, most: usize) -> Option<Counted> {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = clients.entry(client).or_default();
        if *n >= most {
            return None;
        }
        *n += 1;
        Some(Counted(self.clone(), client))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut clients = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = clients.get_mut(&self.1) {
            *n -= 1;
            if *n == 0 {
                clients.remove(&self.1);
            }
        }
    }
}

/// A connection whose other side must go on reading: an answer that stands unread for too
/// long ends it.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    /// Running while a write waits.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Patient {
        Patient { stream, patience, waiting: None }
    }

    /// Passes a write's outcome on, or ends the wait for it.
    fn wait<T>(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.waiting = None;
            return outcome;
        }
        let patience = self.patience;
        let waiting =
            self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + patience)));
        ready!(waiting.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wait(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.wait(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        self.wait(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_leaves_room_for_others() {
        let clients = Arc::new(Clients::default());
        let [one, other] = [[10, 0, 0, 1], [10, 0, 0, 2]].map(IpAddr::from);
        let held: Vec<_> = (0..3).map(|_| clients.admit(one, 3)).collect();
        assert!(held.iter().all(Option::is_some));
        assert!(clients.admit(one, 3).is_none());
        assert!(clients.admit(other, 3).is_some());
        drop(held);
        assert!(clients.admit(one, 3).is_some());
        assert!(clients.0.lock().expect("sound").is_empty(), "what is given back is forgotten");
    }
}
