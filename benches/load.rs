//! The upload page under load and under attack, as a process: `cargo bench --bench load`.
//!
//! 200 uploads from 8 clients: none lost, memory flat, median under half a second. Then 1,000
//! hostile requests: none answered with 500, and the next good one served.

#![allow(clippy::print_stdout, reason = "a bench says what it measured")]
#![allow(clippy::disallowed_methods, reason = "a bench measures time")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const N_CLIENTS: usize = 8;
const N_UPLOADS: usize = 200;
const N_HOSTILE: usize = 1000;
/// The kinds of hostile requests.
const N_KINDS: usize = 16;
const BOUNDARY: &str = "load";

fn main() {
    let service = Service::start();
    let good = form(&sample(), "");
    let expected = service.post("/api/report", &good).1;
    assert!(expected.starts_with(b"%PDF-"), "the first upload gives a report");

    let before = service.memory_mb();
    let begun = Instant::now();
    let mut millis = uploads(&service, &good, &expected);
    let seconds = begun.elapsed().as_secs_f64();
    millis.sort_unstable();
    let after = service.memory_mb();
    println!(
        "{N_UPLOADS} uploads from {N_CLIENTS} clients: none lost, {:.1} a second; \
         median {} ms, 95 % {} ms, longest {} ms; memory {} MB before, {} MB after, {} MB at most",
        f64::from(u32::try_from(N_UPLOADS).expect("small")) / seconds,
        millis[N_UPLOADS / 2],
        millis[N_UPLOADS * 95 / 100],
        millis[N_UPLOADS - 1],
        before.0,
        after.0,
        after.1,
    );
    assert!(millis[N_UPLOADS / 2] < 500, "the median is under half a second");
    let again = uploads(&service, &good, &expected);
    let flat = service.memory_mb();
    println!("{} more: memory {} MB after, {} MB at most", again.len(), flat.0, flat.1);
    assert!(flat.0 < after.0 + 40, "memory is flat");

    let begun = Instant::now();
    let statuses = hostile(&service, &good);
    let attacked = service.memory_mb();
    println!(
        "{N_HOSTILE} hostile requests in {:.1} s: {statuses:?}; memory {} MB after, {} MB at most",
        begun.elapsed().as_secs_f64(),
        attacked.0,
        attacked.1
    );
    assert!(!statuses.contains_key("500"), "no hostile request is a bug of ours");
    let (status, body) = service.post("/api/report", &good);
    assert!(status == "200" && body == expected, "the next good one is served");
    println!("the next good one: served");
}

/// Uploads from all clients; returns how long each took.
fn uploads(service: &Service, good: &[u8], expected: &[u8]) -> Vec<u128> {
    let next = AtomicUsize::new(0);
    let times = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..N_CLIENTS {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < N_UPLOADS {
                    let begun = Instant::now();
                    let (status, body) = service.post("/api/report", good);
                    assert!(status == "200" && body == expected, "lost: {status}");
                    times.lock().expect("no panic").push(begun.elapsed().as_millis());
                }
            });
        }
    });
    times.into_inner().expect("no panic")
}

/// Sends hostile requests from all clients; returns how often each status came.
fn hostile(service: &Service, good: &[u8]) -> BTreeMap<String, usize> {
    let attacks = Attacks::new(good);
    let next = AtomicUsize::new(0);
    let statuses = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..N_CLIENTS {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= N_HOSTILE {
                        return;
                    }
                    let (head, body) = attacks.request(n);
                    // Those that promise more than they send are over when they hang up.
                    let hangs_up = matches!(n % N_KINDS, 8 | 12 | 13);
                    let (status, _) = service.ask(&head, &body, hangs_up);
                    *statuses.lock().expect("no panic").entry(status).or_default() += 1;
                }
            });
        }
    });
    statuses.into_inner().expect("no panic")
}

/// A plain linear generator: the same attacks in every run (Knuth, MMIX).
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| u8::try_from(self.next(256)).expect("a byte")).collect()
    }
}

/// What attacks are made of.
struct Attacks {
    good: Vec<u8>,
    csv_bomb: Vec<u8>,
    sheet_bomb: Vec<u8>,
    workbook: Vec<u8>,
}

impl Attacks {
    fn new(good: &[u8]) -> Attacks {
        let rows = "<row><c><v>1</v></c></row>".repeat(2_000_000);
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        let workbook = fs::read("samples/清溪镇/考勤表.xlsx").expect("the sample is there");
        Attacks {
            good: good.to_vec(),
            csv_bomb: zipped("考勤表.csv", &vec![b','; 60 << 20]),
            sheet_bomb: zipped("xl/worksheets/sheet1.xml", sheet.as_bytes()),
            workbook,
        }
    }

    /// Returns the head and body of the n-th attack.
    fn request(&self, n: usize) -> (String, Vec<u8>) {
        let mut draw = Draw(n as u64);
        let path =
            ["/api/report", "/api/check", "/api/preview", "/api/county", "/api/check.xlsx"][draw.next(5)];
        let unit = "unit";
        let file = |name: &str, bytes: &[u8]| form(&[(name.to_string(), bytes.to_vec())], unit);
        let sent = |body: Vec<u8>| (head("POST", path, "", body.len()), body);
        match n % N_KINDS {
            0 => {
                let cut = draw.next(self.good.len());
                sent(self.good[..cut].to_vec())
            }
            1 => {
                let mut body = self.good.clone();
                for _ in 0..50 {
                    let at = draw.next(body.len());
                    body[at] = u8::try_from(draw.next(256)).expect("a byte");
                }
                sent(body)
            }
            2 => sent(file("台账.zip", &self.csv_bomb)),
            3 => sent(file("考勤表.xlsx", &self.sheet_bomb)),
            4 => {
                let name = ["../../etc/passwd", "..\\..\\x.csv", "/etc/x.csv", "C:\\x.csv"][draw.next(4)];
                let zip = zipped("aaaaaaaaaaaaaaaa", b"x");
                let named = format!("{name:a<16}");
                let zip = replaced(&zip, b"aaaaaaaaaaaaaaaa", named.as_bytes());
                sent(file("台账.zip", &zip))
            }
            5 => sent(file("../../../../tmp/考勤表.csv", &draw.bytes(500))),
            6 => {
                let header = format!("X-Large: {}\r\n", "x".repeat(draw.next(200_000)));
                (head("GET", "/", &header, 0), Vec::new())
            }
            7 => {
                let method = ["PUT", "PATCH", "TRACE", "OPTIONS", "DELETE", "BREW"][draw.next(6)];
                (head(method, path, "", 3), b"abc".to_vec())
            }
            8 => {
                let n_bytes = 1 + draw.next(4000);
                (String::new(), draw.bytes(n_bytes))
            }
            9 => {
                let n_bytes = draw.next(20_000);
                sent(file("考勤表.xlsx", &[b"PK\x03\x04".to_vec(), draw.bytes(n_bytes)].concat()))
            }
            10 => {
                let mut workbook = self.workbook.clone();
                for _ in 0..30 {
                    let at = draw.next(workbook.len());
                    workbook[at] = u8::try_from(draw.next(256)).expect("a byte");
                }
                sent(file("考勤表.xlsx", &workbook))
            }
            11 => {
                let header =
                    ["Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n", "Origin: http://evil.example\r\n"];
                (head("POST", path, header[draw.next(3)], self.good.len()), self.good.clone())
            }
            12 => {
                let head = format!(
                    "POST {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\
                     Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
                );
                (head, draw.bytes(300))
            }
            13 => {
                // More is promised than comes; the client hangs up.
                (head("POST", path, "", self.good.len() + 100_000), self.good.clone())
            }
            14 => {
                let path = ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/county/../x", "/\u{1}"];
                (head("GET", path[draw.next(4)], "", 0), Vec::new())
            }
            _ => {
                let fields =
                    [("period", "9999H9"), ("date", "<script>"), ("profile", "\u{0}"), ("first", "-1")];
                let (name, value) = fields[draw.next(4)];
                let mut body = format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .into_bytes();
                body.extend_from_slice(&self.good);
                sent(body)
            }
        }
    }
}

/// Returns a request's head.
fn head(method: &str, path: &str, more: &str, length: usize) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n{more}Content-Length: {length}\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    )
}

/// Returns a form with these files, and a unit where one is named.
fn form(files: &[(String, Vec<u8>)], unit: &str) -> Vec<u8> {
    let mut body = Vec::new();
    if !unit.is_empty() {
        let field =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"unit\"\r\n\r\n{unit}\r\n");
        body.extend_from_slice(field.as_bytes());
    }
    for (name, bytes) in files {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Returns the sample's files.
fn sample() -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir("samples/清溪镇").expect("run from the repository's root");
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let entry = entry.expect("readable");
            (entry.file_name().into_string().expect("UTF-8"), fs::read(entry.path()).expect("readable"))
        })
        .collect();
    files.sort();
    files
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).expect("started");
    zip.write_all(bytes).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// Replaces bytes by as many others.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for at in 0..=bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            out[at..at + from.len()].copy_from_slice(&to[..from.len()]);
        }
    }
    out
}

/// The service as a process.
struct Service {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Service {
    fn start() -> Service {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_banxin"))
            .args(["serve", "--listen", "127.0.0.1:0", "--temp"])
            .arg(folder.path().join("private"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let line = lines.next().expect("a line").expect("UTF-8");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.expect("the address").parse().expect("an address");
        thread::spawn(move || lines.for_each(drop));
        Service { child, address, _folder: folder }
    }

    /// Sends a form; returns the status and the body.
    fn post(&self, path: &str, body: &[u8]) -> (String, Vec<u8>) {
        self.ask(&head("POST", path, "", body.len()), body, false)
    }

    /// Sends a request and reads the answer; a connection closed without one is `closed`.
    fn ask(&self, head: &str, body: &[u8], hangs_up: bool) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        let head = head.replace("HOST", &self.address.to_string());
        // A service that has heard enough closes; its answer may be there all the same.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        if hangs_up {
            let _ = stream.shutdown(std::net::Shutdown::Write);
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let status = answer.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
        let Some(status) = status else { return ("closed".to_string(), Vec::new()) };
        let status = String::from_utf8_lossy(status).into_owned();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
        (status, end.map_or(Vec::new(), |end| answer[end + 4..].to_vec()))
    }

    /// Returns the memory held now and at most, in MB.
    fn memory_mb(&self) -> (usize, usize) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let value = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|rest| rest.split_whitespace().next()).and_then(|n| n.parse().ok());
            number.unwrap_or(0_usize) >> 10
        };
        (value("VmRSS:"), value("VmHWM:"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
