//! Sentences that are changed on the page: one way with a revised draft, never of another document.

use std::fs;

use serde_json::{Value, json};

use crate::cli::{banxin, temporary};
use crate::service::{Answer, Form, Service};

/// Returns the change of the paragraph that holds these words, as the page sends it.
#[track_caller]
fn edit(checked: &Value, holding: &str, now: impl Fn(&str) -> Vec<String>) -> Value {
    let text = |one: &Value| -> String {
        let spans = one["spans"].as_array().expect("spans").iter();
        spans.map(|span| span.as_str().or(span["text"].as_str()).expect("words")).collect()
    };
    let all = checked["paragraphs"].as_array().expect("a list");
    let one = all.iter().find(|one| one["id"].is_string() && text(one).contains(holding));
    let one = one.unwrap_or_else(|| panic!("{holding}"));
    json!({ "id": one["id"], "was": text(one), "now": now(&text(one)) })
}

fn keys(answer: &Answer) -> Vec<String> {
    let all = answer.json()["diagnostics"].as_array().expect("a list").clone();
    all.iter().filter_map(|one| one["key"].as_str().map(str::to_string)).collect()
}

#[tokio::test]
async fn what_is_changed_on_the_page_is_what_the_same_draft_gives() {
    let service = Service::new();
    let form = Form::default().sample("清溪镇", "清溪镇/");
    let checked = service.ask(form.clone().post("/api/check")).await.status(200).json();
    let edits = json!([
        edit(&checked, "坚持以", |was| vec![was.replace("坚持以", "始终坚持以")]),
        edit(&checked, "先忙工作、后补学习", |was| vec![
            was.to_string(),
            "总的看，主动性有待增强。".to_string()
        ]),
    ]);
    let with = form.clone().field("edits", &edits.to_string());
    let ask = |form: &Form, path: &str| service.ask(form.clone().post(path));

    let docx = ask(&with, "/api/docx").await;
    assert!(docx.status(200).header("content-disposition").contains("%E6%94%B9%E8%BF%87%E7%9A%84"), "改过的");
    let (_folder, path) = temporary();
    let (draft, pdf, ofd) = (path("改过的送审稿.docx"), path("定稿.pdf"), path("定稿.ofd"));
    fs::write(&draft, &docx.body).expect("writable");
    banxin(&["finalize", &draft, "samples/清溪镇", "-o", &pdf, "--ofd", &ofd]).status(0);
    let (pdf, ofd) = (fs::read(&pdf).expect("made"), fs::read(&ofd).expect("made"));
    assert!(ask(&with, "/api/report").await.status(200).body == pdf);
    assert!(ask(&with, "/api/finalize").await.status(200).body == pdf);
    assert!(ask(&with, "/api/ofd").await.status(200).body == ofd);
    assert!(ask(&with.clone().field("ofd", "1"), "/api/finalize").await.status(200).body == ofd);
    let returned = form.clone().file_in("revised", "改过的送审稿.docx", &docx.body);
    assert!(ask(&returned, "/api/finalize").await.status(200).body == pdf);
    assert!(ask(&form, "/api/report").await.status(200).body != pdf);

    let list = ask(&with.clone().field("list", "1"), "/api/finalize").await.status(200).json();
    let kinds: Vec<&str> =
        list["changes"].as_array().expect("a list").iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!((kinds, &list["made"]), (vec!["reworded", "added"], &json!(true)), "{list}");
    // The pictures and the numbers are those of the changed pages.
    let [before, after] = [ask(&form, "/api/preview").await, ask(&with, "/api/preview").await];
    assert!(before.status(200).json()["pages"][0] != after.status(200).json()["pages"][0]);
    let [before, after] = [ask(&form, "/api/trace").await, ask(&with, "/api/trace").await];
    let names = |answer: &Answer| -> Vec<String> {
        let figures = answer.status(200).json()["figures"].as_array().expect("a list").clone();
        figures.iter().map(|one| format!("{} {} {}", one["name"], one["text"], one["cells"])).collect()
    };
    assert_eq!(names(&before), names(&after), "every number is as linked as before");
    // What travels along makes it again.
    let archived = with.clone().field("attach-sources", "1").field("settings", "standard = [\"a-3a\"]");
    let pdf = path("归档.pdf");
    fs::write(&pdf, &ask(&archived, "/api/report").await.status(200).body).expect("writable");
    banxin(&["verify", &pdf]).status(0);
    // Nothing changed is nothing sent.
    let none = form.clone().field("edits", "[]");
    assert!(ask(&none, "/api/report").await.status(200).body == ask(&form, "/api/report").await.body);
}

#[tokio::test]
async fn a_number_that_is_not_the_registers_needs_its_reason() {
    let service = Service::new();
    let form = Form::default().sample("清溪镇", "清溪镇/");
    let checked = service.ask(form.clone().post("/api/check")).await.status(200).json();
    let edits = json!([edit(&checked, "参学率85.4%", |was| vec![was.replace("85.4%", "86.4%")])]);
    let with = form.field("edits", &edits.to_string());
    for path in ["/api/report", "/api/ofd", "/api/finalize", "/api/preview", "/api/trace"] {
        let answer = service.ask(with.clone().post(path)).await;
        answer.status(422);
        assert!(keys(&answer).contains(&"figure-changed".to_string()), "{path} {}", answer.text());
    }
    // Others may look at it before that.
    service.ask(with.clone().post("/api/docx")).await.status(200);
    let list = service.ask(with.clone().field("list", "1").post("/api/finalize")).await.status(200).json();
    let number = &list["changes"][0]["numbers"][0];
    assert_eq!((&list["made"], &number["to"]), (&json!(false), &json!("86.4%")), "{list}");
    let allowed = with.field("allow", &format!("{}=另有补学记录", number["id"].as_str().expect("a name")));
    let list = service.ask(allowed.clone().field("list", "1").post("/api/finalize")).await.status(200).json();
    assert_eq!(
        (&list["made"], &list["changes"][0]["numbers"][0]["reason"]),
        (&json!(true), &json!("另有补学记录"))
    );
    service.ask(allowed.post("/api/report")).await.status(200);
}

#[tokio::test]
async fn changes_of_another_document_are_never_made() {
    let service = Service::new();
    let checked = Form::default().sample("清溪镇", "清溪镇/").post("/api/check");
    let checked = service.ask(checked).await.status(200).json();
    let edits = json!([
        edit(&checked, "坚持以", |was| vec![was.replace("坚持以", "始终坚持以")]),
        edit(&checked, "先忙工作、后补学习", |_| Vec::new()),
    ]);
    let other = Form::default().sample("石桥镇", "石桥镇/").field("edits", &edits.to_string());
    for path in ["/api/report", "/api/ofd", "/api/docx", "/api/finalize", "/api/preview", "/api/trace"] {
        let answer = service.ask(other.clone().post(path)).await;
        answer.status(422);
        let keys = keys(&answer);
        assert_eq!(keys.iter().filter(|key| *key == "edit-unplaced").count(), 2, "{path} {keys:?}");
    }
    let list = service.ask(other.field("list", "1").post("/api/finalize")).await;
    assert_eq!(list.status(200).json()["made"], false);
    assert_eq!(keys(&list).iter().filter(|key| *key == "edit-unplaced").count(), 2);
}

#[tokio::test]
async fn hostile_changes_are_refused_in_words() {
    let service = Service::new();
    let form =
        Form::default().file("考勤表.csv", "姓名,2020-03-05\n张三,√\n".as_bytes()).field("unit", "清溪镇");
    let check = async |edits: &str, told: &str| {
        let answer = service.ask(form.clone().field("edits", edits).post("/api/report")).await;
        answer.status(400);
        assert!(answer.text().contains(told), "{told}: {}", answer.text());
    };
    check("x", "不是规定的写法").await;
    check(&"[".repeat(500_000), "不是规定的写法").await;
    check(&json!([{ "id": "a", "was": "", "now": ["字".repeat(100_000)] }]).to_string(), "超过 6000 字")
        .await;
    check(&json!([{ "id": "a", "was": "", "now": ["字".repeat(600_000)] }]).to_string(), "改过的句子太长")
        .await;
    let many: Vec<Value> =
        (0..10_000).map(|n| json!({ "id": n.to_string(), "was": "", "now": [] })).collect();
    check(&json!(many).to_string(), "超过 500 段").await;
    check(r#"[{"id":"a","was":"甲","now":["乙\u0000"]}]"#, "控制字符").await;
    let unknown: Vec<Value> =
        (0..400).map(|n| json!({ "id": n.to_string(), "was": format!("第 {n} 段"), "now": [] })).collect();
    let answer =
        service.ask(form.clone().field("edits", &json!(unknown).to_string()).post("/api/report")).await;
    assert!(answer.status.as_u16() == 422 && keys(&answer) == vec!["edit-unplaced"; 400], "each by itself");
    let both = form.clone().field("edits", "[]").file_in("revised", "送审稿.docx", b"PK");
    service.ask(both.post("/api/finalize")).await.status(400);
}
