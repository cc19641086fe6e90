//! `banxin serve`: the upload page.

use std::fs::File;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Mutex;

use crate::cli::args::ServeArgs;
use crate::cli::outcome::CommandError;
use crate::cli::terminal;
use crate::folder::in_words;
use crate::serve::{self, Config, Limits};

/// Listens, says where, and answers until it is told to stop.
pub(in crate::cli) fn run(args: &ServeArgs) -> Result<(), CommandError> {
    let is_remote = !args.listen.ip().is_loopback();
    if is_remote && !args.allow_remote {
        let message = format!("{} 会让网络上的其他电脑也能访问", args.listen);
        return Err(CommandError::wrong_use(message).hint(
            "确要这样，加上 --allow-remote：能连上这台电脑的人都能使用，没有登录，传输不加密；\
             长期提供给多人使用，请按 deploy/README.md 放在反向代理后面",
        ));
    }
    if is_remote && args.listen.ip().is_unspecified() && args.hosts.is_empty() {
        let message = "监听全部地址时要写明别人用什么名称访问";
        return Err(CommandError::wrong_use(message).hint("加上 --host 名称或地址，可重复"));
    }
    let listener = TcpListener::bind(args.listen).map_err(|error| cannot_listen(args.listen, &error))?;
    let listen = listener.local_addr().map_err(|error| cannot_listen(args.listen, &error))?;
    let mut limits = Limits::default();
    if let Some(megabytes) = args.max_upload {
        limits.body_bytes = usize::from(megabytes.get()) << 20;
        limits.held_bytes = limits.held_bytes.max(limits.body_bytes * 4);
    }
    if let Some(renders) = args.jobs {
        limits.renders = usize::from(renders.get());
    }
    let defaults = Config::new(listen);
    let config = Config {
        hosts: args.hosts.clone(),
        limits,
        folder: args.temp.clone().unwrap_or(defaults.folder),
        listen,
    };
    match &args.log {
        Some(path) => log_to(path).map_err(|error| {
            let message = format!("无法写日志 {}（{}）", path.display(), in_words(&error));
            CommandError::not_made(message).hint("换一个可以写的位置")
        })?,
        None => log(),
    }
    answer(listener, config, || {
        terminal::complain(&format!("打开 http://{listen} 使用，按 Ctrl-C 停止\n"));
        if is_remote {
            terminal::complain("注意：能连上这台电脑的人都能使用，没有登录，传输不加密\n");
        }
    })
}

/// Answers until it is told to stop; calls `ready` once it begins to.
pub(super) fn answer(
    listener: TcpListener,
    config: Config,
    ready: impl FnOnce(),
) -> Result<(), CommandError> {
    let failed =
        |error: &std::io::Error| CommandError::not_made(format!("服务未能启动（{}）", in_words(error)));
    // Blocking threads: those at work, and a few for files.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(config.limits.renders + 8)
        .enable_all()
        .build()
        .map_err(|error| failed(&error))?;
    let folder = config.folder.clone();
    let served = runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let stop = asked_to_stop()?;
        serve::serve(listener, config, ready, stop).await
    });
    // A request that does not end must not keep the program.
    runtime.shutdown_background();
    served.map_err(|error| {
        let message = format!("临时文件夹 {} 无法使用（{}）", folder.display(), in_words(&error));
        CommandError::not_made(message).hint("删除它，或用 --temp 指定一个只有自己能用的文件夹")
    })
}

/// Returns what comes to pass with Ctrl-C, the system's wish to end or a terminal that is closed; from
/// here on none kills the program.
#[cfg(unix)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut hangup = if outlives_terminal() { None } else { Some(signal(SignalKind::hangup())?) };
    Ok(async move {
        let closed = async {
            match &mut hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = closed => {}
        }
    })
}

/// Returns whether the program was started to go on when its terminal is closed, as `nohup` does:
/// the first bit of what Linux says is ignored.
#[cfg(unix)]
fn outlives_terminal() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

/// Returns what comes to pass with Ctrl-C, with the window that is closed or the computer that is shut
/// down; from here on none kills the program before its files are gone, if that takes a few seconds.
#[cfg(windows)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};
    let (mut interrupt, mut pause, mut close) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    let (mut logoff, mut shutdown) = (ctrl_logoff()?, ctrl_shutdown()?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = pause.recv() => {}
            _ = close.recv() => {}
            _ = logoff.recv() => {}
            _ = shutdown.recv() => {}
        }
    })
}

/// Sends the log to standard error, one line an event.
fn log() {
    let plain = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_target(false);
    // Only a second one could fail.
    let _ = plain.try_init();
}

/// Sends the log to a file of its own, one line an event; it names neither files nor units.
pub(super) fn log_to(path: &Path) -> std::io::Result<()> {
    let file = Mutex::new(File::create(path)?);
    let plain = tracing_subscriber::fmt().with_writer(file).with_ansi(false).with_target(false);
    // Only a second one could fail.
    let _ = plain.try_init();
    Ok(())
}

pub(super) fn cannot_listen(listen: SocketAddr, error: &std::io::Error) -> CommandError {
    let (reason, hint) = match error.kind() {
        ErrorKind::AddrInUse => ("已被别的程序占用", "换一个端口，如 --listen 127.0.0.1:8601"),
        ErrorKind::PermissionDenied => ("没有权限使用", "用 1024 以上的端口，如 --listen 127.0.0.1:8600"),
        ErrorKind::AddrNotAvailable => ("不是这台电脑的地址", "用本机的地址，如 127.0.0.1:8600"),
        _ => return CommandError::not_made(format!("无法监听 {listen}（{}）", in_words(error))),
    };
    CommandError::not_made(format!("无法监听 {listen}：{reason}")).hint(hint)
}
