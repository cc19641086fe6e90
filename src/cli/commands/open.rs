//! `banxin` without a command, as a double click starts it: the page in the browser.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::cli::commands::serve;
use crate::cli::outcome::CommandError;
use crate::cli::terminal;
use crate::serve::Config;

/// The usual port, and those after it that are tried where it is taken by another program.
const PORTS: std::ops::RangeInclusive<u16> = 8600..=8609;
/// How long a service that runs already may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most bytes that it may say.
const MAX_ANSWER_BYTES: u64 = 4096;

/// Opens the page in the browser: the one that runs already, else one of its own, which answers until
/// the window is closed.
pub(in crate::cli) fn run() -> Result<(), CommandError> {
    let (listener, listen) = match free()? {
        Place::Running(listen) => {
            terminal::complain(&format!("版心已经在运行，在浏览器里打开 http://{listen}\n"));
            // The program must not end before the browser has been told.
            let _ = show(listen).join();
            return Ok(());
        }
        Place::Free(listener, listen) => (listener, listen),
    };
    // Without a folder for it there is no log; the page works all the same.
    if let Some(folder) = state_folder().filter(|folder| std::fs::create_dir_all(folder).is_ok()) {
        let _ = serve::log_to(&folder.join("banxin.log"));
    }
    serve::answer(listener, Config::new(listen), || {
        terminal::complain(&format!(
            "版心已经打开：在浏览器里使用 http://{listen}，用完关闭本窗口（或按 Ctrl-C）\n"
        ));
        drop(show(listen));
    })
}

/// Where the page is, or may be.
enum Place {
    /// One of ours answers there.
    Running(SocketAddr),
    /// Nobody does.
    Free(TcpListener, SocketAddr),
}

/// Looks for the page on its ports, else for the first that is free.
fn free() -> Result<Place, CommandError> {
    let mut refused = None;
    for port in PORTS {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        match TcpListener::bind(listen) {
            Ok(listener) => return Ok(Place::Free(listener, listen)),
            Err(error) if error.kind() == ErrorKind::AddrInUse && is_ours(listen) => {
                return Ok(Place::Running(listen));
            }
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
