//! The page as tests ask it: a service of its own, forms as browsers send them, answers read whole.

use std::fs;
use std::io::{Cursor, Read, Write};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use banxin::serve::{Config, router};
use http_body_util::BodyExt;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use zip::ZipArchive;
use zip::write::SimpleFileOptions;

use crate::samples::folder;

/// The address that the tests' service is asked under.
const ADDRESS: &str = "127.0.0.1:8600";

/// A service of its own, with a private folder that goes with it.
pub struct Service {
    router: Router,
    pub folder: TempDir,
}

impl Service {
    /// Starts one, with its configuration changed.
    pub fn with(change: impl FnOnce(&mut Config)) -> Service {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::new(ADDRESS.parse().expect("an address"));
        config.folder = folder.path().join("private");
        change(&mut config);
        Service { router: router(config), folder }
    }

    /// Starts one.
    pub fn new() -> Service {
        Service::with(|_| {})
    }

    /// Asks it.
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Asks it for an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(request(Method::GET, path).body(Body::empty()).expect("a request")).await
    }
}

/// Begins a request to the service.
pub fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(HOST, ADDRESS)
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// Checks the status.
    #[track_caller]
    pub fn status(&self, expected: u16) -> &Answer {
        assert_eq!(self.status.as_u16(), expected, "{}", self.text().chars().take(600).collect::<String>());
        self
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// Returns a header.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

/// A form as a browser sends it.
#[derive(Clone, Default)]
pub struct Form {
    body: Vec<u8>,
}

pub const BOUNDARY: &str = "----banxin7MA4YWxkTrZu0gW";

impl Form {
    /// Adds a file.
    pub fn file(self, name: &str, bytes: &[u8]) -> Form {
        self.file_in("files", name, bytes)
    }

    /// Adds a file in a field.
    pub fn file_in(mut self, field: &str, name: &str, bytes: &[u8]) -> Form {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
        self
    }

    /// Adds a field.
    pub fn field(mut self, name: &str, value: &str) -> Form {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        self.body.extend_from_slice(part.as_bytes());
        self
    }

    /// Adds a sample's files below a folder of this name, the configuration among them.
    pub fn sample(mut self, unit: &str, below: &str) -> Form {
        for (name, bytes) in files(unit) {
            self = self.file(&format!("{below}{name}"), &bytes);
        }
        self
    }

    /// Returns the body.
    pub fn body(mut self) -> Vec<u8> {
        self.body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.body
    }

    /// Returns the request.
    pub fn post(self, path: &str) -> Request<Body> {
        self.request(path).body(Body::from(self.body())).expect("a request")
    }

    /// Begins the request.
    pub fn request(&self, path: &str) -> axum::http::request::Builder {
        request(Method::POST, path).header(CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
    }
}

/// Returns all files of a sample's folder, by name.
pub fn files(unit: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder(unit)).expect("the sample is there");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("readable");
        (entry.file_name().into_string().expect("UTF-8"), fs::read(entry.path()).expect("readable"))
    };
    let mut files: Vec<_> = entries.map(read).collect();
    files.sort();
    files
}

/// Packs files.
pub fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// Unpacks files.
pub fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("unpacked");
        files.push((name, bytes));
    }
    files
}
