//! Who may be asked for and who may ask: the names of this service.
//!
//! A page elsewhere can make a visitor's browser send requests here. Its own name in `Origin`
//! gives it away; where it has made its name point here (DNS rebinding), the name in `Host`
//! does.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use axum::extract::Request;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};

use crate::serve::answer::Refusal;

/// The names under which the service is asked for, with their ports, in lower case.
#[derive(Debug, Clone)]
pub(super) struct Hosts(BTreeSet<String>);

impl Hosts {
    /// Gathers the names: the address listened on, the loopback names where it is one of
    /// those or all addresses, and those given. A given name without a port stands for the
    /// port listened on and for the usual ones, which browsers leave out.
    pub(super) fn new(listen: SocketAddr, given: &[String]) -> Hosts {
        let (ip, port) = (listen.ip(), listen.port());
        let mut names: Vec<String> = Vec::new();
        if !ip.is_unspecified() {
            names.push(if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() });
        }
        if ip.is_loopback() || ip.is_unspecified() {
            names.extend(["localhost", "127.0.0.1", "[::1]"].map(String::from));
        }
        let mut hosts = BTreeSet::new();
        for name in names {
            if port == 80 {
                hosts.insert(name.clone());
            }
            hosts.insert(format!("{name}:{port}"));
        }
        for name in given {
            let name = name.trim().to_ascii_lowercase();
            let has_port = name.rsplit_once(':').is_some_and(|(host, port)| {
                !host.is_empty() && !port.ends_with(']') && port.bytes().all(|byte| byte.is_ascii_digit())
            });
            if !has_port {
                hosts.insert(format!("{name}:{port}"));
            }
            hosts.insert(name);
        }
        Hosts(hosts)
    }

    /// Admits a request that names this service and was not sent by a page of another.
    pub(super) fn admit(&self, request: &Request) -> Result<(), Refusal> {
        let forbidden = |message| Err(Refusal::new(StatusCode::FORBIDDEN, message));
        let headers = request.headers();
        let Some(host) = only(headers, &HOST) else {
            return Err(Refusal::malformed("请求没有写明主机名"));
        };
        let host = host.to_ascii_lowercase();
        let asked = request.uri().authority().map(|authority| authority.as_str().to_ascii_lowercase());
        if !self.0.contains(&host) || asked.is_some_and(|asked| asked != host) {
            let refusal = Refusal::new(StatusCode::FORBIDDEN, "主机名不是本服务的");
            return Err(refusal.hint("用启动时显示的地址访问；要用别的名称，启动时加 --host 名称"));
        }
        if headers.contains_key(ORIGIN) && only(headers, &ORIGIN).is_none_or(|origin| !is_of(origin, &host)) {
            return forbidden("请求来自别的网站，已拒绝");
        }
        let value = |name: &'static str| {
            headers.get(HeaderName::from_static(name)).map_or(&b""[..], |value| value.as_bytes())
        };
        if value("sec-fetch-site") == b"cross-site" {
            // A link elsewhere may lead to the page: that gives nothing away.
            let follows_link = request.method() == Method::GET
                && request.uri().path() == "/"
                && value("sec-fetch-mode") == b"navigate"
                && value("sec-fetch-dest") == b"document";
            if !follows_link {
                return forbidden("请求来自别的网站，已拒绝");
            }
        }
        Ok(())
    }
}

/// Returns a header's value where there is exactly one.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

/// Returns whether an origin is that of the host asked for.
fn is_of(origin: &str, host: &str) -> bool {
    let origin = origin.to_ascii_lowercase();
    let with_port = |name: &str, port: &str| match name.rsplit_once(':') {
        Some((_, last)) if !last.ends_with(']') => name.to_string(),
        _ => format!("{name}:{port}"),
    };
    let parts = [("http://", "80"), ("https://", "443")];
    parts.iter().any(|(scheme, port)| {
        origin.strip_prefix(scheme).is_some_and(|name| with_port(name, port) == with_port(host, port))
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[track_caller]
    fn check(listen: &str, given: &[&str], headers: &[(&str, &str)], expected: u16) {
        let given: Vec<String> = given.iter().map(|name| (*name).to_string()).collect();
        let hosts = Hosts::new(listen.parse().expect("an address"), &given);
        let mut request = Request::post("/api/report");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let status = hosts.admit(&request).map_or_else(|refusal| refusal.status.as_u16(), |()| 200);
        assert_eq!(status, expected, "{listen} {given:?} {headers:?}");
    }

    #[test]
    fn hosts() {
        let loopback = |host: &str, expected| check("127.0.0.1:8600", &[], &[("host", host)], expected);
        loopback("127.0.0.1:8600", 200);
        loopback("LOCALHOST:8600", 200);
        loopback("[::1]:8600", 200);
        loopback("127.0.0.1", 403);
        loopback("127.0.0.1:8601", 403);
        loopback("localhost.evil.example:8600", 403);
        check("127.0.0.1:80", &[], &[("host", "localhost")], 200);
        check("0.0.0.0:8600", &[], &[("host", "10.0.0.7:8600")], 403);
        check("0.0.0.0:8600", &["10.0.0.7"], &[("host", "10.0.0.7:8600")], 200);
        check("0.0.0.0:8600", &["Banxin.example"], &[("host", "banxin.example")], 200);
        check("0.0.0.0:8600", &["banxin.example:443"], &[("host", "banxin.example:8600")], 403);
        check("127.0.0.1:8600", &[], &[], 400);
        let twice = [("host", "127.0.0.1:8600"), ("host", "evil.example")];
        check("127.0.0.1:8600", &[], &twice, 400);
    }

    #[test]
    fn origins() {
        let with = |name: &str, value: &str, expected| {
            check("127.0.0.1:8600", &[], &[("host", "127.0.0.1:8600"), (name, value)], expected);
        };
        with("origin", "http://127.0.0.1:8600", 200);
        with("origin", "http://localhost:8600", 403);
        with("origin", "http://evil.example", 403);
        with("origin", "null", 403);
        with("origin", "http://127.0.0.1:8600.evil.example", 403);
        with("sec-fetch-site", "same-origin", 200);
        with("sec-fetch-site", "none", 200);
        with("sec-fetch-site", "cross-site", 403);
        let proxied = [("host", "banxin.example"), ("origin", "https://banxin.example")];
        check("127.0.0.1:8600", &["banxin.example"], &proxied, 200);
    }
}
