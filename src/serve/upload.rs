//! A form's files and fields out of a request's body, as much of it as is allowed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use encoding_rs::GBK;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout};

use crate::serve::answer::Refusal;
use crate::serve::app::App;
use crate::serve::changed::{EDITS, MUCH};
use crate::statistics::size;

/// The most bytes of a field that is no file.
const MAX_FIELD_BYTES: usize = 1024;
/// The most bytes of a file's path; systems allow 255 a name and 4,096 a path.
const MAX_PATH_BYTES: usize = 4096;
/// The most bytes of a field that is said in lines.
const MAX_LONG_BYTES: usize = 64 << 10;
/// The fields that are said in lines: what sheets are, what the office fills in and writes, and the numbers
/// that it answers for.
const LONG: [&str; 4] = ["layout", "settings", "own-words", "allow"];
/// The most bytes of the paragraphs that were changed: each with what it said, three bytes a character.
const MAX_EDITS_BYTES: usize = 1 << 20;
/// The field of the revised draft.
const REVISED: &str = "revised";
/// The most fields that are no files.
const MAX_FIELDS: usize = 100;

/// What a form held.
#[derive(Debug)]
pub(super) struct Upload {
    /// The files, in the order in which they came.
    pub files: Vec<File>,
    /// The revised draft, where one was sent.
    pub revised: Option<File>,
    /// The other fields that say something, without padding.
    pub fields: BTreeMap<String, String>,
    /// Its share of what may be held at a time.
    pub held: Held,
}

/// A file as the form named it.
#[derive(Debug)]
pub(super) struct File {
    /// The name, a relative path where a folder was chosen; never used as a path.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// A share of the bytes that all requests may hold together; given back when it goes.
#[derive(Debug)]
pub(super) struct Held {
    n_bytes: usize,
    all: Arc<AtomicUsize>,
}

impl Held {
    /// Takes some more, unless that would be too much.
    fn take(&mut self, n_bytes: usize, limit: usize) -> Result<(), Refusal> {
        let before = self.all.fetch_add(n_bytes, Ordering::Relaxed);
        self.n_bytes += n_bytes;
        if before + n_bytes > limit {
            return Err(Refusal::busy("同时上传的文件太多"));
        }
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.fetch_sub(self.n_bytes, Ordering::Relaxed);
    }
}

/// Takes in a form.
pub(super) async fn receive(app: &App, request: Request) -> Result<Upload, Refusal> {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        let refusal = Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "请求不是表单上传");
        return Err(refusal.hint("用 multipart/form-data 上传，文件放在 files 字段"));
    }
    let mut held = Held { n_bytes: 0, all: app.held.clone() };
    let bytes = collect(app, &parts.headers, body, &mut held).await?;
    // The form is read from the whole body at once: from pieces as they come, a client that
    // drips bytes would have what came before searched again for each of them.
    let form = Multipart::from_request(Request::from_parts(parts, Body::from(bytes)), &()).await;
    let form = form.map_err(|_| Refusal::malformed("表单没有写明分隔符"))?;
    let Parts { files, revised, fields } = read(form, app.limits.files.max(app.limits.county_files)).await?;
    if files.is_empty() {
        let refusal = Refusal::malformed("没有收到文件");
        return Err(refusal.hint("选择登记表文件、文件夹或压缩包后再提交"));
    }
    Ok(Upload { files, revised, fields, held })
}

/// Takes in the whole body, counted and timed.
async fn collect(app: &App, headers: &HeaderMap, mut body: Body, held: &mut Held) -> Result<Bytes, Refusal> {
    let limits = &app.limits;
    let too_large = || Refusal::too_large(format!("上传的内容超过 {} MB", limits.body_bytes >> 20));
    let stated = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if stated.and_then(|text| text.parse::<u64>().ok()).is_some_and(|n| n > limits.body_bytes as u64) {
        return Err(too_large());
    }
    let late = || Refusal::new(StatusCode::REQUEST_TIMEOUT, "上传太慢或已中断").hint("检查网络后再试");
    let begun = Instant::now();
    let all = async {
        // What is stated is only reserved as far as it is likely.
        let likely = body.size_hint().exact().unwrap_or(0).min(1 << 20);
        let mut bytes: Vec<u8> = Vec::with_capacity(usize::try_from(likely).unwrap_or(0));
        while let Some(frame) = timeout(limits.pause, body.frame()).await.map_err(|_| late())? {
            let frame = frame.map_err(|_| Refusal::malformed("上传中断了"))?;
            let Ok(data) = frame.into_data() else { continue };
            if bytes.len() + data.len() > limits.body_bytes {
                return Err(too_large());
            }
            held.take(data.len(), limits.held_bytes)?;
            bytes.extend_from_slice(&data);
            // Many bodies that drip would keep all places taken.
            let busy = begun.elapsed().saturating_sub(limits.pause);
            if busy.as_millis() * u128::from(limits.rate) > u128::from(size(bytes.len())) * 1000 {
                return Err(late());
            }
        }
        Ok(Bytes::from(bytes))
    };
    timeout(limits.body, all).await.map_err(|_| late())?
}

/// A form's parts.
#[derive(Default)]
struct Parts {
    files: Vec<File>,
    revised: Option<File>,
    fields: BTreeMap<String, String>,
}

/// Reads the form's parts.
async fn read(mut form: Multipart, max_files: usize) -> Result<Parts, Refusal> {
    let broken = |_| Refusal::malformed("表单内容不完整或格式不对").hint("重新上传一次");
    let Parts { mut files, mut revised, mut fields } = Parts::default();
    let mut n_fields = 0;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or("").to_string();
        let path = file_name(field.headers());
        let is_file = path.is_some() || name == "files";
        let bytes = field.bytes().await.map_err(broken)?;
        if is_file {
            let path = path.unwrap_or_default();
            // What a browser sends where nothing was chosen.
            if path.is_empty() && bytes.is_empty() {
                continue;
            }
            if path.is_empty() {
                return Err(Refusal::malformed("有一个文件没有文件名"));
            }
            if path.len() > MAX_PATH_BYTES {
                return Err(Refusal::malformed("有一个文件的名称太长").hint("把文件名改短再上传"));
            }
            if files.len() >= max_files {
                return Err(Refusal::too_large(format!("文件超过 {max_files} 个")));
            }
            let file = File { path, bytes: bytes.to_vec() };
            match name == REVISED {
                true => revised = Some(file),
                false => files.push(file),
            }
            continue;
        }
        n_fields += 1;
        let is_long = LONG.contains(&name.as_str());
        let most = match is_long {
            _ if name == EDITS => MAX_EDITS_BYTES,
            true => MAX_LONG_BYTES,
            false => MAX_FIELD_BYTES,
        };
        if name == EDITS && bytes.len() > most {
            return Err(Refusal::malformed("改过的句子太长").hint(MUCH));
        }
        if n_fields > MAX_FIELDS || bytes.len() > most {
            return Err(Refusal::malformed("表单的字段太多或太长"));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::malformed("表单的字段不是 UTF-8"))?;
        if text.chars().any(|c| c.is_control() && !(is_long && matches!(c, '\n' | '\r'))) {
            return Err(Refusal::malformed("表单的字段里有控制字符"));
        }
        if !text.trim().is_empty() {
            fields.insert(name, text.trim().to_string());
        }
    }
    Ok(Parts { files, revised, fields })
}

/// Returns a part's file name: `filename*` (RFC 5987, which some clients send for Chinese
/// names) before `filename`, as UTF-8 or else as GBK.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_DISPOSITION)?.as_bytes();
    let mut plain = None;
    for (name, value) in parameters(value) {
        if name.eq_ignore_ascii_case(b"filename*") {
            let value = String::from_utf8_lossy(&value);
            // charset'language'name; what the charset says is told by the bytes as well.
            let Some(encoded) = value.splitn(3, '\'').nth(2) else { continue };
            return Some(decoded(&percent_decoded(encoded)));
        }
        if name.eq_ignore_ascii_case(b"filename") {
            plain = Some(decoded(&value));
        }
    }
    plain
}

/// Splits a header into its parameters, quotes and backslashes before quotes taken away.
fn parameters(value: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut out = Vec::new();
    let mut rest = value;
    while let Some(at) = rest.iter().position(|byte| *byte == b';') {
        rest = rest[at + 1..].trim_ascii_start();
        let Some(equals) = rest.iter().position(|byte| *byte == b'=') else { break };
        let name = rest[..equals].trim_ascii().to_vec();
        rest = rest[equals + 1..].trim_ascii_start();
        let mut value = Vec::new();
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            let mut at = 0;
            while let Some(&byte) = quoted.get(at) {
                match (byte, quoted.get(at + 1)) {
                    (b'"', _) => break,
                    // A backslash elsewhere is part of a path on Windows.
                    (b'\\', Some(b'"')) => at += 1,
                    _ => {}
                }
                value.push(quoted[at]);
                at += 1;
            }
            rest = quoted.get(at..).unwrap_or(b"");
        } else {
            let end = rest.iter().position(|byte| *byte == b';').unwrap_or(rest.len());
            value = rest[..end].trim_ascii_end().to_vec();
            rest = &rest[end..];
        }
        out.push((name, value));
    }
    out
}

/// Returns a name's text: UTF-8, else GBK, which Chinese systems write.
pub(super) fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_string(),
        Err(_) => GBK.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Undoes percent-encoding.
fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(value) if byte == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(disposition: &[u8], expected: Option<&str>) {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_bytes(disposition).expect("a header"));
        assert_eq!(file_name(&headers).as_deref(), expected);
    }

    #[test]
    fn file_names_as_clients_send_them() {
        check("form-data; name=\"files\"; filename=\"考勤表.xlsx\"".as_bytes(), Some("考勤表.xlsx"));
        check(
            "form-data; name=\"files\"; filename=\"清溪镇/考勤表.xlsx\"".as_bytes(),
            Some("清溪镇/考勤表.xlsx"),
        );
        check(b"form-data; name=\"files\"; filename*=utf-8''%E8%80%83.csv", Some("考.csv"));
        check(b"form-data; name=a; filename=\"x.csv\"; filename*=UTF-8''%E8%80%83.csv", Some("考.csv"));
        check(b"form-data; name=\"files\"; filename=\"\xBF\xBC\xC7\xDA.csv\"", Some("考勤.csv"));
        check(b"form-data; name=\"filename\"; filename=plain.csv", Some("plain.csv"));
        check(b"form-data; name=\"files\"; filename=\"a\\\"b;c.csv\"", Some("a\"b;c.csv"));
        check(b"form-data; name=\"files\"; filename=\"C:\\dir\\a.csv\"", Some("C:\\dir\\a.csv"));
        check(b"form-data; name=\"files\"; filename=\"half", Some("half"));
        check(b"form-data; name=\"unit\"", None);
        check(b"form-data; name=\"files\"; filename*=broken", None);
        check(b"form-data; filename=\"100%.csv\"", Some("100%.csv"));
    }
}
