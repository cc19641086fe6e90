//! A county's upload: begun, asked about, fetched, cancelled, swept away.

use std::fs;
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use serde_json::Value;

use crate::cli::{banxin, temporary};
use crate::service::{Form, Service, files, request, unzipped, zipped};

/// A county of three units: two good ones and one without attendance.
fn county(below: &str) -> Vec<(String, Vec<u8>)> {
    let mut out = vec![(
        format!("{below}banxin.toml"),
        b"county = \"\xE9\x9D\x92\xE5\xB1\xB1\xE5\x8E\xBF\"\n".to_vec(),
    )];
    for (unit, folder) in [("清溪镇", "甲镇"), ("石桥镇", "乙镇"), ("清溪镇", "丙镇")] {
        for (name, bytes) in files(unit) {
            let is_left_out = name == "banxin.toml" || folder == "丙镇" && name.starts_with("考勤");
            if !is_left_out {
                out.push((format!("{below}{folder}/{name}"), bytes));
            }
        }
    }
    out
}

async fn begin(service: &Service, form: Form) -> String {
    let answer = service.ask(form.post("/api/county")).await;
    answer.status(202);
    answer.json()["job"].as_str().expect("a name").to_string()
}

async fn ended(service: &Service, job: &str) -> Value {
    for _ in 0..600 {
        let state = service.get(&format!("/api/county/{job}")).await;
        let json = state.status(200).json();
        if !["queued", "running"].contains(&json["state"].as_str().expect("a state")) {
            return json;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the job does not end");
}

/// Returns what lies in the private folder.
fn kept(service: &Service) -> usize {
    fs::read_dir(service.folder.path().join("private")).map_or(0, Iterator::count)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_gives_what_a_batch_gives() {
    let (_folder, path) = temporary();
    for (name, bytes) in county("") {
        let to = path(&format!("县/{name}"));
        fs::create_dir_all(Path::new(&to).parent().expect("a folder")).expect("made");
        fs::write(to, bytes).expect("written");
    }
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1);
    let entries = fs::read_dir(path("出")).expect("made").map(|entry| entry.expect("readable"));
    // What a batch keeps for its next run is none of the result.
    let files = entries.filter(|entry| entry.path().is_file());
    let mut expected: Vec<(String, Vec<u8>)> = files
        .map(|entry| {
            let bytes = fs::read(entry.path()).expect("readable");
            (entry.file_name().into_string().expect("UTF-8"), bytes)
        })
        .collect();
    for file in ["汇总报告.pdf", "乙镇-反馈意见.pdf", "乙镇-工作底稿.xlsx"] {
        assert!(expected.iter().any(|(name, _)| name == file), "{file}");
    }
    expected.sort();

    let service = Service::new();
    let in_zip = Form::default().file("青山县.zip", &zipped(&county("青山县/")));
    let in_folder =
        county("青山县/").into_iter().fold(Form::default(), |form, (name, bytes)| form.file(&name, &bytes));
    for form in [in_zip, in_folder] {
        let job = begin(&service, form).await;
        assert!(job.len() == 32 && job.bytes().all(|byte| byte.is_ascii_hexdigit()), "{job}");
        let state = ended(&service, &job).await;
        assert_eq!(
            (&state["state"], &state["done"], &state["total"], &state["failed"], &state["ignored"]),
            (&Value::from("done"), &Value::from(3), &Value::from(3), &Value::from(1), &Value::from(0))
        );
        let answer = service.get(&format!("/api/county/{job}/result.zip")).await;
        answer.status(200);
        assert_eq!(answer.header("content-type"), "application/zip");
        let made = unzipped(&answer.body);
        let names =
            |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&made), names(&expected));
        assert!(made == expected);
        // Fetched, it is gone.
        service.get(&format!("/api/county/{job}/result.zip")).await.status(404);
        service.get(&format!("/api/county/{job}")).await.status(404);
        assert_eq!(kept(&service), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_a_county_from_its_report_is_told() {
    let service = Service::new();
    let mut files = county("");
    files.retain(|(name, _)| !name.starts_with("丙镇"));
    files.push(("甲镇/banxin.toml".to_string(), "unit = \"乙镇\"\n".as_bytes().to_vec()));
    files.push(("通知/通知.md".to_string(), "请按时报送。".as_bytes().to_vec()));
    let job = begin(&service, Form::default().file("青山县.zip", &zipped(&files))).await;
    let state = ended(&service, &job).await;
    assert_eq!((&state["state"], &state["total"]), (&Value::from("done"), &Value::from(2)));
    let notes: Vec<&str> =
        state["notes"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].contains("`通知` 里没有台账，不算一个单位"), "{notes:?}");
    assert!(notes[1].contains("没有生成汇总报告：有 2 个单位都叫 乙镇（乙镇、甲镇）"), "{notes:?}");
}

/// Returns what a job says of its units, once it is done: why each has no report, by its name.
async fn reasons(service: &Service, form: Form) -> Vec<(String, String)> {
    let job = begin(service, form).await;
    assert_eq!(ended(service, &job).await["state"], "done");
    let answer = service.get(&format!("/api/county/{job}/result.zip")).await;
    let made = unzipped(&answer.status(200).body);
    let (_, summary) = made.iter().find(|(name, _)| name == "summary.json").expect("a summary");
    let summary: Value = serde_json::from_slice(summary).expect("JSON");
    // A unit with a report has no reason.
    let text = |unit: &Value, key: &str| unit[key].as_str().unwrap_or_default().to_string();
    let units = summary.as_array().expect("a list").iter();
    units.map(|unit| (text(unit, "unit"), text(unit, "reason"))).collect()
}

/// Checks that 甲镇 has no report for this reason, and 乙镇 has one.
#[track_caller]
fn only_the_first_is_refused(reasons: &[(String, String)], words: &str) {
    let reason = |name: &str| {
        let found = reasons.iter().find(|(unit, _)| unit == name);
        found.map(|(_, reason)| reason.as_str()).unwrap_or_else(|| panic!("{reasons:?}"))
    };
    assert!(reason("甲镇").contains(words), "{reasons:?}");
    assert_eq!(reason("乙镇"), "");
}

/// A county of two units, the first with one more file.
fn with_one_more(name: &str, bytes: Vec<u8>) -> Form {
    let mut files = county("");
    files.retain(|(path, _)| !path.starts_with("丙镇") && *path != format!("甲镇/{name}"));
    files.push((format!("甲镇/{name}"), bytes));
    Form::default().file("县.zip", &zipped(&files))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_of_a_county_has_the_bounds_of_one_alone() {
    // One paragraph of 400 pages.
    let long = format!("# 存在的问题\n{}\n", "学".repeat(250_000));
    let told = reasons(&Service::new(), with_one_more("正文素材.md", long.into_bytes())).await;
    only_the_first_is_refused(&told, "报告页数超过上限");
    let wide: Vec<u8> = "甲,乙,丙,丁\n".repeat(5000).into_bytes();
    let cells = Service::with(|config| config.limits.cells = 15_000);
    let told = reasons(&cells, with_one_more("其他.csv", wide)).await;
    only_the_first_is_refused(&told, "单元格数超过上限");
    let text = Service::with(|config| config.limits.text_bytes = 1 << 20);
    let essay = "学习体会。".repeat(80_000);
    let told = reasons(&text, with_one_more("心得.md", essay.into_bytes())).await;
    only_the_first_is_refused(&told, "文字总量超过上限");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_a_county_from_being_planned_is_told() {
    let service = Service::new();
    let files = vec![("通知/通知.md".to_string(), "请按时报送。".as_bytes().to_vec())];
    let job = begin(&service, Form::default().file("县.zip", &zipped(&files))).await;
    let state = ended(&service, &job).await;
    assert_eq!(state["state"], "failed");
    assert!(state["notes"][0].as_str().is_some_and(|note| note.contains("没有单位的文件夹")), "{state}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_leaves_nothing() {
    let service = Service::new();
    let first = begin(&service, Form::default().file("县.zip", &zipped(&county("")))).await;
    let second = begin(&service, Form::default().file("县.zip", &zipped(&county("")))).await;
    for job in [&second, &first] {
        let delete = request(Method::DELETE, &format!("/api/county/{job}")).body(Body::empty());
        let answer = service.ask(delete.expect("a request")).await;
        assert_eq!(answer.status(200).json()["state"], "cancelled");
        assert_eq!(ended(&service, job).await["state"], "cancelled");
        service.get(&format!("/api/county/{job}/result.zip")).await.status(409);
    }
    for _ in 0..200 {
        if kept(&service) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("files of a cancelled job are left");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_jobs_keep_nobody_out() {
    let service = Service::with(|config| config.limits.jobs = 2);
    let form = || Form::default().file("县.zip", &zipped(&county("")));
    let cancel = |job: &str| request(Method::DELETE, &format!("/api/county/{job}")).body(Body::empty());
    let jobs = [begin(&service, form()).await, begin(&service, form()).await];
    service.ask(form().post("/api/county")).await.status(503);
    for job in &jobs {
        service.ask(cancel(job).expect("a request")).await.status(200);
    }
    // The one that was being made ends before its files go.
    for _ in 0..200 {
        if kept(&service) == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let next = begin(&service, form()).await;
    assert_eq!(ended(&service, &next).await["state"], "done");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_kept_only_for_a_while() {
    let service = Service::with(|config| config.limits.keep = Duration::from_millis(200));
    let job = begin(&service, Form::default().file("县.zip", &zipped(&county("")))).await;
    assert_eq!(ended(&service, &job).await["state"], "done");
    tokio::time::sleep(Duration::from_millis(600)).await;
    service.get(&format!("/api/county/{job}")).await.status(404);
    assert_eq!(kept(&service), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_county() {
    let service = Service::new();
    let single = Form::default().file("清溪镇.zip", &zipped(&files("清溪镇")));
    let answer = service.ask(single.post("/api/county")).await;
    assert!(answer.status(422).text().contains("没有找到单位的文件夹"));
    assert_eq!(kept(&service), 0);
    for path in ["/api/county/00", "/api/county/00/result.zip", "/api/county/..%2f..%2fetc/result.zip"] {
        service.get(path).await.status(404);
    }
    let few = Service::with(|config| config.limits.jobs = 1);
    let job = begin(&few, Form::default().file("县.zip", &zipped(&county("")))).await;
    let more = Form::default().file("县.zip", &zipped(&county("")));
    few.ask(more.post("/api/county")).await.status(503);
    ended(&few, &job).await;
}
