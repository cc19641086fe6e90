//! `banxin` without a command, as a double click starts it: the page in the browser.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::cli::commands::serve;
use crate::cli::outcome::CommandError;
use crate::cli::terminal;
use crate::serve::Config;

/// The usual port, and those after it that are tried where it is taken; then any that is free.
const PORTS: std::ops::RangeInclusive<u16> = 8600..=8609;
/// How long a service that runs already may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most bytes that it may say.
const MAX_ANSWER_BYTES: u64 = 4096;
/// How often a copy that has just begun is asked for its port, and the time between.
const ATTEMPTS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// Opens the page in the browser: the one of this user that runs already, else one of its own, which
/// answers until the window is closed.
///
/// On a computer that several people use, what answers on a port may be another's; their files are not
/// for it. Only a port that a copy of this user has written down, and which it still holds, is opened.
pub(in crate::cli) fn run() -> Result<(), CommandError> {
    // Without a folder there are neither a log nor a second start; the page works all the same.
    let state = state_folder().filter(|folder| make_private(folder).is_ok());
    let turn = state.as_deref().map_or(Turn::Alone, take_turn);
    if let (Turn::Second, Some(folder)) = (&turn, &state)
        && let Some(listen) = running(folder)
    {
        terminal::complain(&format!("版心已经在运行，在浏览器里打开 http://{listen}\n"));
        // The program must not end before the browser has been told.
        let _ = show(listen).join();
        return Ok(());
    }
    let (listener, listen) = free()?;
    // Both files are the first copy's; it holds the lock to its end.
    if let (Turn::First(_), Some(folder)) = (&turn, &state) {
        let _ = serve::log_to(&folder.join(LOG));
        let _ = write_port(folder, listen.port());
    }
    let answered = serve::answer(listener, Config::new(listen), || {
        terminal::complain(&format!(
            "版心已经打开：在浏览器里使用 http://{listen}，用完关闭本窗口（或按 Ctrl-C）\n"
        ));
        drop(show(listen));
    });
    if let (Turn::First(lock), Some(folder)) = (turn, &state) {
        let _ = std::fs::remove_file(folder.join(PORT));
        drop(lock);
    }
    answered
}

/// The files of the state folder: the port of the copy that runs, what it holds while it does, its log.
const PORT: &str = "port";
const LOCK: &str = "lock";
const LOG: &str = "banxin.log";

/// Which of this user's copies this one is.
enum Turn {
    /// The only one; the file is locked as long as it is open, however the program ends.
    First(File),
    /// One runs already.
    Second,
    /// Nobody can tell.
    Alone,
}

fn take_turn(folder: &Path) -> Turn {
    let Ok(lock) = private_file(&folder.join(LOCK)) else { return Turn::Alone };
    match lock.try_lock() {
        // The port of one that was killed may be another's by now.
        Ok(()) => match std::fs::remove_file(folder.join(PORT)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Turn::Alone,
            _ => Turn::First(lock),
        },
        Err(TryLockError::WouldBlock) => Turn::Second,
        Err(TryLockError::Error(_)) => Turn::Alone,
    }
}

/// Returns where this user's other copy answers; it may just have begun.
fn running(folder: &Path) -> Option<SocketAddr> {
    for _ in 0..ATTEMPTS {
        // A few digits; whatever else is there is not ours.
        let text = std::fs::read_to_string(folder.join(PORT)).unwrap_or_default();
        if let Ok(port) = text.trim_end().parse() {
            let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            if is_ours(listen) {
                return Some(listen);
            }
        }
        std::thread::sleep(PAUSE);
    }
    None
}

fn write_port(folder: &Path, port: u16) -> io::Result<()> {
    private_file(&folder.join(PORT))?.write_all(format!("{port}\n").as_bytes())
}

/// Opens a file for writing as it is, and makes it if need be, so that only this user can read it.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // Where another copy holds it, it cannot be cut everywhere.
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes a folder that only this user can look into, where there is none.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns the first port that is free.
fn free() -> Result<(TcpListener, SocketAddr), CommandError> {
    let mut refused = None;
    for port in PORTS.chain([0]) {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        match TcpListener::bind(listen).and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((listen, listener)) => return Ok((listener, listen)),
            Err(error) => refused = Some((listen, error)),
        }
    }
    let (listen, error) = refused.expect("there are ports to try");
    Err(serve::cannot_listen(listen, &error))
}

/// Returns whether a service says that it is one of ours.
fn is_ours(listen: SocketAddr) -> bool {
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&listen, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.take(MAX_ANSWER_BYTES).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200") && answer.contains(r#""program":"banxin""#))
}

/// Shows the page in the browser; where none can be started, the address in the window is enough.
fn show(listen: SocketAddr) -> JoinHandle<()> {
    let url = format!("http://{listen}");
    let mut command = if cfg!(windows) {
        let mut command = Command::new("cmd");
        // The first quoted word would be the window's title.
        command.args(["/c", "start", "", &url]);
        command
    } else {
        let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
        command.arg(&url);
        command
    };
    std::thread::spawn(move || {
        let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    })
}

/// Returns where programs of this user keep what they need not keep.
fn state_folder() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))
    };
    Some(state?.join("banxin"))
}
