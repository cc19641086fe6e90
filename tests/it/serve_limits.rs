//! What the upload page refuses: too much, too slow, from elsewhere, or not what it says.

use std::io::{Cursor, Write};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Method, Request};
use banxin::serve::Limits;
use http_body::Frame;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::service::{Answer, Form, Service, files, request, zipped};

fn limited(change: impl FnOnce(&mut Limits)) -> Service {
    Service::with(|config| change(&mut config.limits))
}

/// Checks a refusal's status, its words, and that it says what to do.
#[track_caller]
fn refused(answer: &Answer, status: u16, words: &str) {
    answer.status(status);
    let json = answer.json();
    let (message, hints) = match &json["diagnostics"][0] {
        serde_json::Value::Null => (&json["error"], &json["hints"]),
        first => (&first["message"], &first["hints"]),
    };
    assert!(message.as_str().is_some_and(|message| message.contains(words)), "{json}");
    assert!(hints.is_array(), "{json}");
    let text = answer.text();
    assert!(!text.contains("/tmp") && !text.contains("src/") && !text.contains("panicked"), "{text}");
}

/// A body that comes in pieces, each after a pause, without saying how long it is.
struct Pieces {
    left: usize,
    piece: Bytes,
    pause: Duration,
    waiting: Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<std::io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return std::task::Poll::Ready(None);
        }
        if !self.pause.is_zero() {
            let pause = self.pause;
            let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
            std::task::ready!(waiting.as_mut().poll(context));
            self.waiting = None;
        }
        self.left -= 1;
        std::task::Poll::Ready(Some(Ok(Frame::data(self.piece.clone()))))
    }
}

fn pieces(n: usize, piece: &'static [u8], pause: Duration) -> Body {
    Body::new(Pieces { left: n, piece: Bytes::from_static(piece), pause, waiting: None })
}

#[tokio::test]
async fn bodies_over_the_limit() {
    let service = limited(|limits| limits.body_bytes = 1 << 20);
    let form = Form::default().file("a.csv", &vec![b'x'; 2 << 20]);
    refused(&service.ask(form.post("/api/report")).await, 413, "超过 1 MB");
    // Stated, but not sent.
    let stated = Form::default().request("/api/report").header(CONTENT_LENGTH, "99999999999");
    refused(&service.ask(stated.body(Body::empty()).expect("a request")).await, 413, "超过 1 MB");
    // Not stated at all.
    static PIECE: [u8; 4096] = [b'x'; 4096];
    let endless = Form::default().request("/api/report").body(pieces(1000, &PIECE, Duration::ZERO));
    refused(&service.ask(endless.expect("a request")).await, 413, "超过 1 MB");
    // The service goes on.
    service.ask(Form::default().sample("清溪镇", "").post("/api/report")).await.status(200);
}

#[tokio::test]
async fn all_bodies_together_are_bounded_and_given_back() {
    let service = limited(|limits| limits.held_bytes = 100_000);
    let large = Form::default().file("a.csv", &vec![b'x'; 200_000]);
    let answer = service.ask(large.post("/api/check")).await;
    refused(&answer, 503, "同时上传的文件太多");
    assert_eq!(answer.header("retry-after"), "5");
    for _ in 0..5 {
        service.ask(Form::default().sample("清溪镇", "").post("/api/check")).await.status(200);
    }
}

#[tokio::test]
async fn slow_bodies() {
    let (pause, body) = (Duration::from_millis(100), Duration::from_millis(300));
    let service = limited(|limits| (limits.pause, limits.body) = (pause, body));
    let dripping = |n, pause| {
        let body = pieces(n, b"x", Duration::from_millis(pause));
        Form::default().request("/api/report").body(body).expect("a request")
    };
    refused(&service.ask(dripping(5, 2000)).await, 408, "上传太慢");
    refused(&service.ask(dripping(1000, 20)).await, 408, "上传太慢");
    // Never silent for long, and never done: 50 bytes a second.
    let service = limited(|limits| (limits.pause, limits.rate) = (pause, 1000));
    let answer = tokio::time::timeout(Duration::from_secs(60), service.ask(dripping(10_000, 20))).await;
    refused(&answer.expect("long before all of it has come"), 408, "上传太慢");
}

#[tokio::test]
async fn too_many_files_cells_and_pages() {
    let files_limit = limited(|limits| limits.files = 3);
    let answer = files_limit.ask(Form::default().sample("清溪镇", "").post("/api/report")).await;
    refused(&answer, 413, "文件超过 3 个");
    let packed = Form::default().file("清溪镇.zip", &zipped(&files("清溪镇"))).post("/api/check");
    refused(&files_limit.ask(packed).await, 413, "文件超过 3 个");
    let cells = limited(|limits| limits.cells = 500);
    for path in ["/api/report", "/api/check", "/api/preview"] {
        let answer = cells.ask(Form::default().sample("清溪镇", "").post(path)).await;
        refused(&answer, 422, "单元格数超过上限");
    }
    let pages = limited(|limits| limits.pages = 3);
    let answer = pages.ask(Form::default().sample("清溪镇", "").post("/api/report")).await;
    refused(&answer, 422, "报告页数超过上限");
}

#[tokio::test]
async fn zips_that_are_not_what_they_seem() {
    let service = limited(|limits| limits.unpacked_bytes = 4 << 20);
    let ask = async |zip: &[u8]| {
        let form = Form::default().file("台账.zip", zip).field("unit", "甲");
        service.ask(form.post("/api/report")).await
    };
    let bomb = zipped(&[("考勤表.csv".to_string(), vec![b','; 60 << 20])]);
    refused(&ask(&bomb).await, 413, "解压后太大");
    let service_ratio = Service::new();
    let form = Form::default().file("台账.zip", &bomb).field("unit", "甲").post("/api/report");
    refused(&service_ratio.ask(form).await, 422, "压缩比异常");
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("考勤表.csv", "/etc/passwd", SimpleFileOptions::default()).expect("added");
    refused(&ask(&link.finish().expect("finished").into_inner()).await, 422, "链接");
    let traversal = zipped(&[("aa/aa/aa.csv".to_string(), b"x".to_vec())]);
    let traversal: Vec<u8> =
        String::from_utf8_lossy(&traversal).replace("aa/aa/aa.csv", "../../aa.csv").into_bytes();
    // Lossy text breaks the numbers of the directory now and then; either way it is refused.
    ask(&traversal).await.status(422);
    refused(&ask(b"PK\x03\x04 no zip").await, 422, "打不开");
    refused(&ask(&zipped(&[("照片.jpg".to_string(), vec![1])])).await, 422, "没有登记表");
}

#[tokio::test]
async fn nothing_to_read() {
    let service = Service::new();
    refused(&service.ask(Form::default().field("unit", "甲").post("/api/report")).await, 400, "没有收到文件");
    refused(&service.ask(Form::default().file("", b"").post("/api/check")).await, 400, "没有收到文件");
    refused(&service.ask(Form::default().file("", b"x").post("/api/check")).await, 400, "没有文件名");
    refused(&service.ask(Form::default().file("照片.jpg", b"x").post("/api/check")).await, 422, "没有登记表");
    let no_form = request(Method::POST, "/api/report").body(Body::from("x")).expect("a request");
    refused(&service.ask(no_form).await, 415, "不是表单上传");
    let no_boundary = request(Method::POST, "/api/report").header(CONTENT_TYPE, "multipart/form-data");
    refused(&service.ask(no_boundary.body(Body::from("x")).expect("a request")).await, 400, "分隔符");
    let long = Form::default().sample("清溪镇", "").field("unit", &"长".repeat(2000)).post("/api/report");
    refused(&service.ask(long).await, 400, "太长");
    let control = Form::default().sample("清溪镇", "").field("unit", "甲\u{7}镇").post("/api/report");
    refused(&service.ask(control).await, 400, "控制字符");
}

#[tokio::test]
async fn requests_from_elsewhere() {
    let service = Service::new();
    let with = |name: &str, value: &str| {
        let form = Form::default().sample("清溪镇", "");
        let mut request = form.post("/api/report");
        request.headers_mut().insert(
            axum::http::HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            value.parse().expect("a value"),
        );
        request
    };
    refused(&service.ask(with("host", "evil.example")).await, 403, "主机名不是本服务的");
    refused(&service.ask(with("origin", "http://evil.example")).await, 403, "别的网站");
    refused(&service.ask(with("origin", "null")).await, 403, "别的网站");
    refused(&service.ask(with("sec-fetch-site", "cross-site")).await, 403, "别的网站");
    service.ask(with("origin", "http://127.0.0.1:8600")).await.status(200);
    let none = Request::post("/api/report").body(Body::empty()).expect("a request");
    refused(&service.ask(none).await, 400, "主机名");
    let delete = request(Method::DELETE, "/api/county/x").header("origin", "http://evil.example");
    refused(&service.ask(delete.body(Body::empty()).expect("a request")).await, 403, "别的网站");
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_again() {
    let service = limited(|limits| (limits.renders, limits.waiting) = (1, 0));
    let ask = || service.ask(Form::default().sample("清溪镇", "").post("/api/report"));
    let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
    let answers = [a, b, c, d];
    assert!(answers.iter().any(|answer| answer.status == 200));
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        refused(answer, 503, "排队的人太多");
        assert_eq!(answer.header("retry-after"), "5");
    }
    ask().await.status(200);
}

#[tokio::test]
async fn work_without_time_is_given_up() {
    let service = limited(|limits| limits.work = Duration::ZERO);
    let answer = service.ask(Form::default().sample("清溪镇", "").post("/api/report")).await;
    refused(&answer, 504, "处理超过 0 秒");
}

/// Bytes that look like a form now and then.
fn any_body() -> impl Strategy<Value = Vec<u8>> {
    let good = Form::default().sample("清溪镇", "").field("unit", "甲").body();
    let changed = (Just(good), prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40))
        .prop_map(|(mut body, changes)| {
            for (at, byte) in changes {
                let at = at.index(body.len());
                body[at] = byte;
            }
            body
        });
    let cut = any::<prop::sample::Index>().prop_map(|at| {
        let body = Form::default().sample("清溪镇", "").body();
        body[..at.index(body.len())].to_vec()
    });
    let part = prop_oneof![
        Just(b"------banxin7MA4YWxkTrZu0gW\r\n".to_vec()),
        Just(b"------banxin7MA4YWxkTrZu0gW--\r\n".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"period\"\r\n\r\n".to_vec()),
        prop::collection::vec(any::<u8>(), 0..200),
    ];
    let pieced = prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat());
    prop_oneof![changed, cut, pieced]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is sent is answered, and never as a bug of ours.
    #[test]
    fn no_body_is_a_bug(body in any_body(), path in prop::sample::select(vec!["/api/report", "/api/check", "/api/preview", "/api/county"])) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let answer = runtime.block_on(async {
            let request = Form::default().request(path).body(Body::from(body)).expect("a request");
            SERVICE.ask(request).await
        });
        prop_assert!(answer.status.as_u16() < 500, "{} {}", answer.status, answer.text());
    }
}

static SERVICE: std::sync::LazyLock<Service> =
    std::sync::LazyLock::new(|| limited(|limits| limits.jobs = usize::MAX));

#[test]
fn forms_end_as_they_should() {
    // The property above changes good forms; this holds that they are good.
    let mut body = Vec::new();
    body.write_all(&Form::default().field("a", "b").body()).expect("written");
    assert!(String::from_utf8(body).expect("text").ends_with("--\r\n"));
}
