//! `banxin serve` as a process: its address, its signals, clients that misbehave.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::cli::banxin;
use crate::samples::root;
use crate::service::Form;
#[cfg(target_os = "linux")]
use crate::service::{BOUNDARY, zipped};

/// A running service.
struct Running {
    child: Child,
    address: SocketAddr,
    folder: TempDir,
}

impl Running {
    /// Starts it on a free port.
    fn start() -> Running {
        Running::start_in(tempfile::tempdir().expect("a temporary folder"))
    }

    fn start_in(folder: TempDir) -> Running {
        Running::start_by(Command::new(env!("CARGO_BIN_EXE_banxin")), folder)
    }

    /// Starts it by a command that the arguments are added to.
    fn start_by(mut command: Command, folder: TempDir) -> Running {
        let private = folder.path().join("private");
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--temp"])
            .arg(&private)
            .current_dir(root())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let line = lines.next().expect("a line").expect("UTF-8");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.expect("the line names the address").parse().expect("an address");
        // The log goes on; nobody needs it here, but it must not fill up.
        std::thread::spawn(move || lines.for_each(drop));
        Running { child, address, folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        stream
    }

    /// Sends bytes and reads the answer to its end.
    fn ask(&self, head: &str, body: &[u8]) -> String {
        let mut stream = self.connect();
        let head = head.replace("HOST", &self.address.to_string());
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
    }

    /// Waits for the end.
    #[cfg(unix)]
    fn ended(&mut self) -> std::process::ExitStatus {
        for _ in 0..400 {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the service does not end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const GET: &str = "GET /healthz HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n";

#[cfg(unix)]
#[test]
fn it_answers_and_ends_when_asked() {
    for signal in ["-TERM", "-INT"] {
        let mut service = Running::start();
        let answer = service.ask(GET, b"");
        assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"status\":\"ok\""), "{answer}");
        service.signal(signal);
        assert_eq!(service.ended().code(), Some(0));
        assert!(!service.folder.path().join("private").exists());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_terminal_ends_it_unless_it_was_to_go_on() {
    let start = |how: &str| {
        let mut command = Command::new("env");
        command.args([how, env!("CARGO_BIN_EXE_banxin")]);
        Running::start_by(command, tempfile::tempdir().expect("a temporary folder"))
    };
    let mut service = start("--default-signal=HUP");
    service.signal("-HUP");
    assert_eq!(service.ended().code(), Some(0));
    assert!(!service.folder.path().join("private").exists());
    // As `nohup` starts it.
    let mut service = start("--ignore-signal=HUP");
    service.signal("-HUP");
    assert!(service.ask(GET, b"").starts_with("HTTP/1.1 200 OK"));
    service.signal("-TERM");
    assert_eq!(service.ended().code(), Some(0));
}

#[test]
fn large_refused_bodies_still_see_their_answer() {
    let service = Running::start();
    let body = Form::default().file("a.csv", &vec![b'x'; 70 << 20]).body();
    let head = |length: &str| {
        format!(
            "POST /api/report HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\
             Content-Type: multipart/form-data; boundary=----banxin7MA4YWxkTrZu0gW\r\n{length}\r\n\r\n"
        )
    };
    let answer = service.ask(&head(&format!("Content-Length: {}", body.len())), &body);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    // The same in chunks, which do not say how much is to come.
    let mut chunks = Vec::new();
    for piece in body.chunks(1 << 20) {
        chunks.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        chunks.extend_from_slice(piece);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    let answer = service.ask(&head("Transfer-Encoding: chunked"), &chunks);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    // From elsewhere: refused before anything is read, and yet answered.
    let body = Form::default().file("a.csv", &vec![b'x'; 3 << 20]).body();
    let head = head(&format!("Content-Length: {}", body.len())).replace("HOST", "evil.example");
    let answer = service.ask(&head, &body);
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[test]
fn heads_that_are_too_large_or_none() {
    let service = Running::start();
    let large = format!("GET / HTTP/1.1\r\nHost: HOST\r\nX: {}\r\n\r\n", "x".repeat(60_000));
    let answer = service.ask(&large, b"");
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    for (n, status) in [(30_000, "200"), (36_000, "431"), (42_000, "431")] {
        let head = format!(
            "GET /healthz HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nX: {}\r\n\r\n",
            "x".repeat(n)
        );
        let answer = service.ask(&head, b"");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{n}: {answer}");
    }
    let many: String = (0..200).map(|i| format!("X-{i}: 1\r\n")).collect();
    let answer = service.ask(&format!("GET / HTTP/1.1\r\nHost: HOST\r\n{many}\r\n"), b"");
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let answer = service.ask("\u{1}\u{2}\u{3}\r\n\r\n", b"");
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(service.ask(GET, b"").starts_with("HTTP/1.1 200"));
}

#[test]
fn clients_that_say_nothing_hold_nobody_up() {
    let service = Running::start();
    let silent: Vec<TcpStream> = (0..50).map(|_| service.connect()).collect();
    for mut stream in &silent {
        stream.write_all(b"POST /api/report HTTP/1.1\r\nHost: ").expect("sent");
    }
    assert!(service.ask(GET, b"").starts_with("HTTP/1.1 200"));
    // After a while they are sent away.
    let mut first = &silent[0];
    let mut rest = Vec::new();
    first.read_to_end(&mut rest).expect("closed in time");
}

#[test]
fn what_a_killed_service_left_is_swept_away() {
    let mut service = Running::start();
    let private = service.folder.path().join("private");
    service.child.kill().expect("it runs");
    service.child.wait().expect("it ended");
    fs::create_dir_all(private.join("county-x/units/甲镇")).expect("made");
    fs::write(private.join("county-x/units/甲镇/考勤表.csv"), "x").expect("written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&private, fs::Permissions::from_mode(0o700)).expect("set");
    }
    let folder = std::mem::replace(&mut service.folder, tempfile::tempdir().expect("another"));
    let again = Running::start_in(folder);
    assert!(again.ask(GET, b"").starts_with("HTTP/1.1 200"));
    assert!(!private.join("county-x").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_look_into_is_not_used() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let open = folder.path().join("open");
    fs::create_dir(&open).expect("made");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).expect("set");
    // The administrator may look into everybody's, and must not be led there.
    let of_another = folder.path().join("another's");
    fs::create_dir(&of_another).expect("made");
    fs::set_permissions(&of_another, fs::Permissions::from_mode(0o700)).expect("set");
    let given_away = std::os::unix::fs::chown(&of_another, Some(65_534), None).is_ok();
    let link = folder.path().join("link");
    symlink(folder.path(), &link).expect("linked");
    for path in [open, link].into_iter().chain(given_away.then_some(of_another)) {
        let path = path.to_str().expect("UTF-8");
        banxin(&["serve", "--listen", "127.0.0.1:0", "--temp", path]).status(1).mentions("临时文件夹");
    }
}

#[test]
fn addresses_that_cannot_be_used() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    banxin(&["serve", "--listen", &address]).status(1).mentions("已被别的程序占用").mentions("--listen");
    banxin(&["serve", "--listen", "192.0.2.1:8600"])
        .status(2)
        .mentions("--allow-remote")
        .mentions("没有登录");
    banxin(&["serve", "--listen", "192.0.2.1:8600", "--allow-remote"])
        .status(1)
        .mentions("不是这台电脑的地址");
    banxin(&["serve", "--listen", "0.0.0.0:0", "--allow-remote"]).status(2).mentions("--host");
    banxin(&["serve", "--listen", "86000"]).status(2).mentions("`86000` 无法使用");
}

/// A workbook whose cells all name one long text.
#[cfg(target_os = "linux")]
fn workbook_of(text: &str, n_cells: usize) -> Vec<u8> {
    const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let part = |name: &str, text: String| (name.to_string(), text.into_bytes());
    let related = |id: &str, kind: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{to}\"/>")
    };
    let all = |relationships: String| {
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{relationships}</Relationships>")
    };
    let typed = |path: &str, kind: &str| {
        format!("<Override PartName=\"{path}\" ContentType=\"{TYPES}.{kind}+xml\"/>")
    };
    let of_book = [related("r1", "worksheet", "sheet.xml"), related("r2", "sharedStrings", "texts.xml")];
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(1000));
    zipped(&[
        part(
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{}{}{}</Types>",
                typed("/xl/book.xml", "sheet.main"),
                typed("/xl/sheet.xml", "worksheet"),
                typed("/xl/texts.xml", "sharedStrings"),
            ),
        ),
        part("_rels/.rels", all(related("r1", "officeDocument", "xl/book.xml"))),
        part("xl/_rels/book.xml.rels", all(of_book.concat())),
        part(
            "xl/book.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
                 <sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        part("xl/texts.xml", format!("<sst xmlns=\"{MAIN}\"><si><t>{text}</t></si></sst>")),
        part(
            "xl/sheet.xml",
            format!(
                "<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>",
                row.repeat(n_cells / 1000)
            ),
        ),
    ])
}

/// A text of Word in one paragraph.
#[cfg(target_os = "linux")]
fn text_of(words: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
         <w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
    );
    zipped(&[("word/document.xml".to_string(), document.into_bytes())])
}

/// Small files that unpack to much, all at once: the service stays below 1 GB and answers each.
#[cfg(target_os = "linux")]
#[test]
fn what_grows_beyond_measure_is_refused_within_1_gb() {
    let running = Running::start();
    let marks = "姓名,职务,2020年1月5日\n张三,书记,√\n李四,副书记,√\n";
    let form = || Form::default().field("unit", "甲镇").file("考勤表.csv", marks.as_bytes());
    let many = |n: usize, name: &str, bytes: &[u8]| {
        (0..n).fold(form(), |form, at| form.file(&format!("{at}{name}"), bytes))
    };
    let strangers: String = (0..90_000).map(|n| format!("外人{n},题目{n},不详{n}\n")).collect();
    let bodies = [
        (many(60, ".xlsx", &workbook_of(&"字".repeat(1000), 30_000)).body(), "422"),
        (many(100, "体会.docx", &text_of(&"字".repeat(10_000_000))).body(), "200"),
        (form().file("正文素材.md", "# a\n".repeat(10_000_000).as_bytes()).body(), "200"),
        (form().file("心得.csv", format!("姓名,题目,提交日期\n{strangers}").as_bytes()).body(), "200"),
    ];
    std::thread::scope(|scope| {
        for (body, status) in &bodies {
            let running = &running;
            scope.spawn(move || {
                let head = format!(
                    "POST /api/check HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\
                     Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                let answer = running.ask(&head, body);
                assert!(
                    answer.starts_with(&format!("HTTP/1.1 {status}")),
                    "{}",
                    &answer[..200.min(answer.len())]
                );
            });
        }
    });
    let status = fs::read_to_string(format!("/proc/{}/status", running.child.id())).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("told");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak < 1 << 20, "{peak} kB");
}
