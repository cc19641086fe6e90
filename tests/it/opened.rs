//! `banxin` without a command: the page that a double click opens, and whose page that is.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The page that a double click opens, or the one that it finds.
struct Opened {
    child: Child,
    line: String,
}

impl Opened {
    /// Starts the program for the user with this state folder.
    fn start(state: &Path) -> Opened {
        let mut child = Command::new(env!("CARGO_BIN_EXE_banxin"))
            // No browser is to be found.
            .env("PATH", "")
            .env("XDG_STATE_HOME", state)
            .env("LOCALAPPDATA", state)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let line = lines.next().expect("a line").expect("UTF-8");
        std::thread::spawn(move || lines.for_each(drop));
        Opened { child, line }
    }

    /// Returns the address that it opens, as it says with these words.
    fn address(&self, words: &str) -> SocketAddr {
        let rest = self.line.strip_prefix(words).unwrap_or_else(|| panic!("{}", self.line));
        rest.split('，').next().expect("a part").parse().expect("an address")
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const OPENED: &str = "版心已经打开：在浏览器里使用 http://";
const FOUND: &str = "版心已经在运行，在浏览器里打开 http://";

/// A double click opens the page; the second one finds the first and leaves its log alone.
#[test]
fn without_a_command_the_page_is_opened_once() {
    let state = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| state.path().join("banxin").join(name);
    let first = Opened::start(state.path());
    let address = first.address(OPENED);
    assert_eq!(fs::read_to_string(file("port")).expect("written"), format!("{}\n", address.port()));
    let mut logged = String::new();
    for _ in 0..2 {
        let mut second = Opened::start(state.path());
        assert_eq!(second.address(FOUND), address);
        assert!(second.child.wait().expect("a child").success());
        let log = || fs::read_to_string(file("banxin.log")).expect("there is a log");
        // The first copy was asked what it is; it writes that down when it has answered.
        let longer = |log: &String| log.len() > logged.len() && log.starts_with(&logged);
        let now = (0..100).map(|_| (log(), std::thread::sleep(Duration::from_millis(20))).0).find(longer);
        logged = now.expect("one line more, and those before it");
    }
    #[cfg(unix)]
    for name in ["", "port", "lock"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(file(name)).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name:?} is private");
    }
}

/// On a computer of several users nobody's files go to another's page, not even where it answers on the
/// port that one's own copy had before it was killed.
#[test]
fn the_page_of_another_user_is_not_opened() {
    let [theirs, ours] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
    let other = Opened::start(theirs.path());
    let taken = other.address(OPENED);
    let folder = ours.path().join("banxin");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("port"), format!("{}\n", taken.port())).expect("written");
    let own = Opened::start(ours.path());
    let address = own.address(OPENED);
    assert_ne!(address, taken);
    // From here on it is one's own.
    assert_eq!(Opened::start(ours.path()).address(FOUND), address);
}
