//! A county's upload: begun, asked about, fetched, cancelled, swept away.

use std::fs;
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

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

/// A register of three units, each with two members at two sessions.
const SHARED: &str = "单位,姓名,2020-01-10,2020-04-10\n东河镇,东国,√,√\n东河镇,东明,√,请假\n\
    西山乡,西国,√,√\n西山乡,西明,√,√\n南坪街道,南国,√,缺席\n南坪街道,南明,√,√\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_units_share_gives_a_report_for_each() {
    let service = Service::new();
    for (below, kept) in [("", 0), ("青山县/", 0), ("青山县/", 2)] {
        let mut form = Form::default().file(&format!("{below}全县考勤.csv"), SHARED.as_bytes());
        for unit in ["东河镇", "北岭乡"].into_iter().take(kept) {
            form = form.file(&format!("{below}{unit}/学习计划.csv"), "月份,主题\n7月,专题学习\n".as_bytes());
        }
        let job = begin(&service, form).await;
        let state = ended(&service, &job).await;
        // 北岭乡 has a plan alone, and no attendance.
        let (total, failed) = if kept == 2 { (4, 1) } else { (3, 0) };
        let counted = (&state["state"], &state["total"], &state["failed"], &state["ignored"]);
        assert_eq!(counted, (&json!("done"), &json!(total), &json!(failed), &json!(0)), "{state}");
        let units = service.get(&format!("/api/county/{job}/units")).await.status(200).json();
        let names = |json: &Value| {
            json.as_array().expect("a list").iter().map(|unit| unit["unit"].clone()).collect::<Vec<_>>()
        };
        for unit in ["东河镇", "西山乡", "南坪街道"] {
            assert!(names(&units["units"]).contains(&json!(unit)), "{units}");
        }
    }
    // As much as one upload may hold, and no more.
    let service = Service::with(|config| config.limits.cells = 10);
    let job = begin(
        &service,
        Form::default()
            .file("青山县/甲镇/考勤.csv", b"x")
            .file("青山县/乙镇/考勤.csv", b"x")
            .file("青山县/全县考勤.csv", SHARED.as_bytes()),
    )
    .await;
    let state = ended(&service, &job).await;
    assert_eq!(state["state"], "failed");
    assert!(state["notes"].to_string().contains("各单位共用的表：各个文件合计的单元格数超过上限"), "{state}");
    let refused =
        service.ask(Form::default().file("全县考勤.csv", SHARED.as_bytes()).post("/api/county")).await;
    assert!(refused.status(422).text().contains("超过上限"));
    // Nobody's rows at all.
    let refused =
        service.ask(Form::default().file("考勤.csv", "姓名,日期\n".as_bytes()).post("/api/county")).await;
    assert!(refused.status(422).text().contains("没有找到单位的文件夹，也没有带“单位”一栏的表"));
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
        assert!(
            answer.header("content-disposition").ends_with("-2020H1.zip"),
            "beside those of other periods"
        );
        let made = unzipped(&answer.body);
        let names =
            |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&made), names(&expected));
        assert!(made == expected);
        // Names are said to be UTF-8.
        for name in made.iter().map(|(name, _)| name).filter(|name| !name.is_ascii()) {
            assert_ne!(flags(&answer.body, name) & 0x800, 0, "{name}");
        }
        // Fetched, it is still there until whoever asked has done with it.
        assert_eq!(service.get(&format!("/api/county/{job}/result.zip")).await.status(200).body, answer.body);
        assert_eq!(kept(&service), 1);
        delete(&service, &job).await;
        service.get(&format!("/api/county/{job}/result.zip")).await.status(409);
        service.get(&format!("/api/county/{job}/units")).await.status(409);
        assert_eq!(kept(&service), 0);
    }
}

/// Returns the flags of a zip's entry.
fn flags(zip: &[u8], name: &str) -> u16 {
    let head = |window: &[u8]| window.starts_with(b"PK\x03\x04") && window.ends_with(name.as_bytes());
    let entry = zip.windows(30 + name.len()).find(|window| head(window)).expect("it is there");
    u16::from_le_bytes([entry[6], entry[7]])
}

async fn delete(service: &Service, job: &str) {
    let request = request(Method::DELETE, &format!("/api/county/{job}")).body(Body::empty());
    service.ask(request.expect("a request")).await.status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_units_are_told_in_words_and_their_files_by_number() {
    let service = Service::new();
    let mut files = county("");
    // Nothing filed, listed; nothing that is a register, not listed; a copy.
    files[0].1 = "county = \"青山县\"\nunits = [\"甲镇\", \"乙镇\", \"丙镇\", \"丁镇\", \"戊镇\"]\n".into();
    files.push(("通知/通知.md".to_string(), "请按时报送。".as_bytes().to_vec()));
    let copied = crate::service::files("清溪镇").into_iter().filter(|(name, _)| name != "banxin.toml");
    files.extend(copied.map(|(name, bytes)| (format!("戊镇/{name}"), bytes)));
    files.push(("2019H2.json".to_string(), BEFORE.as_bytes().to_vec()));
    let form = Form::default().file("青山县.zip", &zipped(&files)).field("docx", "true");
    let job = begin(&service, form).await;
    service.get(&format!("/api/county/{job}/units")).await.status(409);
    assert_eq!(ended(&service, &job).await["state"], "done");
    let table = service.get(&format!("/api/county/{job}/units")).await;
    let table = table.status(200).json();
    let zip = service.get(&format!("/api/county/{job}/result.zip")).await;
    let zip = unzipped(&zip.status(200).body);

    let counts =
        json!({"units": 5, "made": 3, "not-made": 1, "nothing-filed": 1, "counted": 3, "files": zip.len()});
    assert_eq!((&table["counts"], &table["period"]), (&counts, &json!("2020年上半年")));
    assert_eq!(table["before"], "2019年下半年");
    let matters = table["matters"].to_string();
    assert!(matters.contains("戊镇、甲镇的考勤记录完全相同，多半是放错了文件，合计里算了 2 次"), "{matters}");
    assert!(matters.contains("没有台账、不算单位的文件夹 1 个：通知"), "{matters}");
    let units = table["units"].as_array().expect("a list");
    let of = |name: &str| units.iter().find(|unit| unit["unit"] == name).expect(name);
    let states: Vec<&str> =
        ["甲镇", "乙镇", "丙镇", "丁镇"].map(|name| of(name)["state-name"].as_str().expect("words")).to_vec();
    assert_eq!(states, ["有报告", "有报告", "没有生成", "没有报送"]);
    assert_eq!(of("丁镇")["reason"], "没有报送台账，没有它的文件夹，共用的表里也没有它的行");
    assert!(of("丙镇")["reason"].as_str().is_some_and(|reason| reason.contains("考勤")), "{}", of("丙镇"));
    let first = of("甲镇");
    assert_eq!(first["remarks"], json!(["心得体会目录与戊镇的完全相同", "考勤记录与戊镇的完全相同"]));
    let rate = json!({"key": "attendance-rate", "name": "出勤率", "value": 80.0 / 96.0, "text": "83.3%"});
    assert_eq!(first["figures"][2], rate);
    assert_eq!(first["before"]["rank"], 7);
    assert_eq!(first["before"]["flagged"], 2);
    assert_eq!(of("乙镇")["before"], Value::Null, "it was not there");
    assert_eq!(first["rank"], of("戊镇")["rank"], "the same registers, the same place");

    // Each file is that of the zip; the checklist of a unit without a report names its faults.
    let kinds = |name: &str| -> Vec<String> {
        let files = of(name)["files"].as_array().expect("a list").iter();
        files.map(|file| file["kind"].as_str().expect("a kind").to_string()).collect()
    };
    assert_eq!(kinds("甲镇"), ["report", "docx", "worksheet", "notice", "checklist"]);
    assert_eq!(kinds("丙镇"), ["checklist"]);
    assert!(kinds("丁镇").is_empty());
    let path = |name: &str, kind: &str| format!("/api/county/{job}/files/{}/{kind}", of(name)["n"]);
    let ends =
        [("report", ".pdf"), ("docx", ".docx"), ("worksheet", "-工作底稿.xlsx"), ("notice", "-反馈意见.pdf")];
    for (kind, end) in ends {
        let answer = service.get(&path("甲镇", kind)).await;
        let (_, packed) = zip.iter().find(|(name, _)| *name == format!("甲镇{end}")).expect("packed");
        assert!(answer.status(200).body == *packed, "{kind}");
    }
    let checklist = service.get(&path("丙镇", "checklist")).await;
    let sheets = unzipped(&checklist.status(200).body);
    let all: String = sheets.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(all.contains("考勤"), "the checklist says what is missing");
    assert!(checklist.header("content-disposition").contains("%E6%A0%B8%E6%9F%A5%E8%A1%A8.xlsx"));
    let own = service.get(&format!("/api/county/{job}/files/county/figures")).await;
    let (_, packed) = zip.iter().find(|(name, _)| name == "汇总报告.json").expect("packed");
    assert!(own.status(200).body == *packed);
    // Numbers and kinds of the list, and nothing else.
    for wrong in
        ["丁镇/report", "0/units.json", "99/report", "county/notice", "-1/report", "0/..%2f..%2funits.json"]
    {
        let wrong = wrong.replace("丁镇", &of("丁镇")["n"].to_string());
        service.get(&format!("/api/county/{job}/files/{wrong}")).await.status(404);
    }
    let refused = Form::default().file("县.zip", &zipped(&county(""))).field("docx", "yes");
    service.ask(refused.post("/api/county")).await.status(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_is_named_on_the_page_as_in_its_configuration() {
    let service = Service::new();
    let made = async |files: Vec<(String, Vec<u8>)>, name: &str| {
        let form = Form::default().file("县.zip", &zipped(&files)).field("county", name);
        let job = begin(&service, form).await;
        assert_eq!(ended(&service, &job).await["state"], "done");
        let answer = service.get(&format!("/api/county/{job}/result.zip")).await;
        unzipped(&answer.status(200).body)
    };
    let named = county("县/");
    let nameless: Vec<_> = named.iter().filter(|(name, _)| name != "县/banxin.toml").cloned().collect();
    assert_eq!(nameless.len() + 1, named.len());
    let by_name = made(nameless, "青山县").await;
    assert!(by_name.iter().any(|(name, _)| name == "乙镇-反馈意见.pdf"));
    assert!(by_name == made(named.clone(), "").await);
    let renamed = made(named, "白\"水县").await;
    let (_, figures) = renamed.iter().find(|(name, _)| name == "汇总报告.json").expect("made");
    let figures: Value = serde_json::from_slice(figures).expect("JSON");
    assert_eq!(figures["county"], "白\"水县");
    let odd = Form::default().file("县.zip", &zipped(&county("县/"))).field("county", &"县".repeat(61));
    service.ask(odd.post("/api/county")).await.status(400);
}

/// The county's figures of the period before.
const BEFORE: &str = r#"{"version": 1, "county": "青山县", "period": "2019H2", "counted": 1, "measures": [],
    "indicators": [{"id": "1.1", "flagged": 1, "of": 1, "units": ["甲镇"]}],
    "ranking": [{"rank": 7, "unit": "甲镇", "flagged": 2, "of": 30}]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_was_fetched_makes_room_for_the_next() {
    let service = Service::with(|config| config.limits.jobs = 2);
    let form = || Form::default().file("县.zip", &zipped(&county("")));
    let (fetched, other) = (begin(&service, form()).await, begin(&service, form()).await);
    for job in [&fetched, &other] {
        assert_eq!(ended(&service, job).await["state"], "done");
    }
    service.get(&format!("/api/county/{fetched}/units")).await.status(200);
    // Looking at the table does not give it up.
    service.ask(form().post("/api/county")).await.status(503);
    service.get(&format!("/api/county/{fetched}/result.zip")).await.status(200);
    assert_eq!(kept(&service), 2);
    let next = begin(&service, form()).await;
    service.get(&format!("/api/county/{fetched}")).await.status(404);
    service.get(&format!("/api/county/{other}/units")).await.status(200);
    assert_eq!(ended(&service, &next).await["state"], "done");
    assert_eq!(kept(&service), 2);
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
