//! Finished reports among the uploaded files: last period's to compare with, or opened as they were.

use serde_json::{Value, json};

use crate::cli::{banxin, temporary};
use crate::service::{Form, Service, files};

/// A register of the half-year before the sample's.
const BEFORE: &str =
    "姓名,2019-07-10,2019-09-11,2019-11-13\n张三,√,√,√\n李四,√,√,×\n王五,√,○,√\n图例：√ 出勤 ○ 补学 × 缺席\n";

/// Makes a report of the half-year before, with what it was made from inside.
async fn made(service: &Service, unit: &str, path: &str) -> Vec<u8> {
    let form = Form::default().file("考勤表.csv", BEFORE.as_bytes());
    let form = form.field("unit", unit).field("attach-sources", "1");
    service.ask(form.post(path)).await.status(200).body.clone()
}

/// Checks the sample with one more file; returns the whole answer.
async fn checked(service: &Service, name: &str, bytes: &[u8]) -> Value {
    let form = Form::default().sample("清溪镇", "清溪镇/").file(&format!("清溪镇/{name}"), bytes);
    service.ask(form.post("/api/check")).await.status(200).json()
}

#[tokio::test]
async fn last_periods_report_is_what_previous_takes() {
    let service = Service::new();
    let pdf = made(&service, "清溪镇", "/api/report").await;
    let (_folder, path) = temporary();
    std::fs::create_dir(path("清溪镇")).expect("writable");
    std::fs::write(path("清溪镇/考勤表.csv"), BEFORE).expect("writable");
    let figures = path("a.json");
    banxin(&["report", &path("清溪镇"), "-o", &path("b.pdf"), "--figures", &figures]).status(0);
    banxin(&["report", "samples/清溪镇", "-o", &path("c.pdf"), "--previous", &figures]).status(0);
    let form = Form::default().sample("清溪镇", "").file("上期.pdf", &pdf);
    let answer = service.ask(form.clone().post("/api/report")).await;
    assert!(answer.status(200).body == std::fs::read(path("c.pdf")).expect("made"));
    // Taken away, it is as if it were not there.
    let without = service.ask(form.field("previous", "none").post("/api/report")).await;
    banxin(&["report", "samples/清溪镇", "-o", &path("d.pdf")]).status(0);
    assert!(without.status(200).body == std::fs::read(path("d.pdf")).expect("made"));

    let ofd = made(&service, "清溪镇", "/api/ofd").await;
    for (name, bytes) in [("上期.pdf", &pdf), ("上期.ofd", &ofd)] {
        let json = checked(&service, name, bytes).await;
        let expected =
            json!({ "period": "2019H2", "files": [format!("{name} 里的 figures.json")], "unused": [] });
        assert_eq!(json["previous"], expected);
    }
    let json = checked(&service, "上期.json", &std::fs::read(figures).expect("made")).await;
    assert_eq!(json["previous"], json!({ "period": "2019H2", "files": ["上期.json"], "unused": [] }));
}

#[tokio::test]
async fn what_is_not_last_periods_is_told_and_not_used() {
    let service = Service::new();
    let check = async |name: &str, bytes: &[u8], why: &str| {
        let json = checked(&service, name, bytes).await;
        let previous = &json["previous"];
        assert_eq!((&previous["period"], &previous["files"]), (&Value::Null, &json!([])), "{name}");
        let said = previous["unused"][0]["why"].as_str().expect("a reason");
        assert!(said.starts_with(why), "{name}: {said}");
    };
    let other = made(&service, "石桥镇", "/api/report").await;
    check("上期.pdf", &other, "指标文件是 `石桥镇` 的，不是本单位的").await;
    let form = Form::default().sample("清溪镇", "").field("attach-sources", "1");
    let same = service.ask(form.post("/api/report")).await.status(200).body.clone();
    check("清溪镇.pdf", &same, "指标文件是 2020H1 的，不早于本期").await;
    check("上期.json", b"{\"version\":1,\"unit\":\"x\",\"period\":\"x\"}", "期间 `x` 无法识别").await;
    check("汇总报告.json", b"{\"version\":1,\"county\":\"x\",\"period\":\"2019H2\"}", "是全县的汇总").await;
    check("summary.json", b"[{\"unit\":\"x\",\"inputs-sha256\":\"x\"}]", "是全县的汇总").await;
    check("包.json", b"{}", "不是本程序写出的指标文件").await;
    let plain = service.ask(Form::default().sample("清溪镇", "").post("/api/report")).await;
    check("清溪镇.pdf", &plain.status(200).body, "PDF 里没有附带台账，没有用来对照上期").await;
    check("扫描件.pdf", b"%PDF-1.4\n/ObjStm", "PDF 被其他软件重新保存过").await;
}

#[tokio::test]
async fn of_two_of_a_period_one_is_used_and_the_other_told() {
    let service = Service::new();
    let pdf = made(&service, "清溪镇", "/api/report").await;
    let form = Form::default().sample("清溪镇", "").file("一.pdf", &pdf).file("二.pdf", &pdf);
    let previous = service.ask(form.post("/api/check")).await.status(200).json()["previous"].clone();
    assert_eq!(previous["files"], json!(["一.pdf 里的 figures.json"]));
    assert_eq!(previous["unused"][0]["why"], "2019H2 的数字有不止一份，只用了一份");
}

#[tokio::test]
async fn a_report_alone_opens_as_the_folder_that_it_was_made_from() {
    let service = Service::new();
    let of_folder = |form: Form| form.field("profile", "report").field("attach-sources", "1");
    let form = of_folder(Form::default().sample("清溪镇", "清溪镇/"));
    let pdf = service.ask(form.post("/api/report")).await.status(200).body.clone();
    // Made again without being told anything, it is the same file.
    let form = Form::default().file("收到的.pdf", &pdf).field("attach-sources", "1");
    let again = service.ask(form.post("/api/report")).await;
    assert!(again.status(200).body == pdf);
    let answer = service.ask(Form::default().file("收到的.pdf", &pdf).post("/api/open")).await;
    let text = answer.status(200).text();
    for (name, bytes) in files("清溪镇").iter().filter(|(name, _)| name != "banxin.toml") {
        assert!(text.contains(&format!("filename=\"{name}\"")), "{name}");
        assert!(memchr::memmem::find(&answer.body, bytes).is_some(), "{name}");
    }
    assert!(text.contains("filename=\"banxin.toml\"") && text.contains("unit = \"清溪镇\""));

    let refused = async |form: Form, why: &str| {
        let json = service.ask(form.post("/api/report")).await.status(422).json();
        assert_eq!(json["diagnostics"][0]["key"], "not-opened");
        let said = json["diagnostics"][0]["message"].as_str().expect("a message");
        assert!(said.contains(why), "{said}");
    };
    refused(Form::default().file("一.pdf", &pdf).file("二.pdf", &pdf), "不知打开哪一份").await;
    let plain = service.ask(Form::default().sample("清溪镇", "").post("/api/report")).await.body;
    refused(Form::default().file("一.pdf", &plain), "PDF 里没有附带台账").await;
    refused(Form::default().file("一.ofd", b"PK"), "不能照原样打开").await;
}
