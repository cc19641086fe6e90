//! A county's figures of several periods sent together: what is read, and what is refused.

use serde_json::{Value, json};

use crate::service::{Form, Service, zipped};

/// Returns a county's figures of a period, as a program without figures of units wrote them or as this one.
fn figures(county: &str, period: &str, seminars: u64, has_units: bool) -> Vec<u8> {
    let value = json!([{"key": "seminars", "value": seminars}]);
    let mut file = json!({
        "version": 1, "county": county, "period": period, "counted": 1, "measures": value, "indicators": [],
        "ranking": [{"rank": 1, "unit": "甲镇", "flagged": 0, "of": 30}],
    });
    if has_units {
        file["units"] = json!([{"unit": "甲镇", "measures": value}]);
    }
    file.to_string().into_bytes()
}

/// Returns what is printed of each period.
fn texts(values: &Value) -> Vec<&str> {
    values.as_array().expect("a list").iter().map(|value| value["text"].as_str().unwrap_or("-")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn periods_are_followed_from_files_and_whole_results() {
    let service = Service::new();
    // Of a whole result only the county's own figures count.
    let result = zipped(&[
        ("汇总报告.json".to_string(), figures("青山县", "2021H1", 9, true)),
        ("甲镇.json".to_string(), b"{}".to_vec()),
        ("甲镇.pdf".to_string(), b"%PDF".to_vec()),
    ]);
    let form = Form::default()
        .file("2020H1.json", &figures("青山县", "2020H1", 4, true))
        .file("2019H2.json", &figures("青山县", "2019H2", 3, false))
        .file("全县结果.zip", &result)
        .file("全年.json", &figures("青山县", "2020", 8, false));
    let answer = service.ask(form.post("/api/trends")).await;
    let trend = answer.status(200).json();
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!((&trend["county"], &trend["curves"][0]["name"]), (&json!("青山县"), &json!("各年")));
    let curve = &trend["curves"][1];
    let slots: Vec<(&str, Option<u64>)> = curve["slots"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|slot| (slot["name"].as_str().expect("a name"), slot["n-units"].as_u64()))
        .collect();
    assert_eq!(
        slots,
        [
            ("2019年下半年", Some(1)),
            ("2020年上半年", Some(1)),
            ("2020年下半年（没有文件）", None),
            ("2021年上半年", Some(1))
        ]
    );
    let seminars = &curve["measured"][1];
    assert_eq!((&seminars["key"], &seminars["name"]), (&json!("seminars"), &json!("专题研讨次数")));
    assert_eq!(texts(&seminars["county"]), ["3", "4", "-", "9"]);
    assert_eq!(seminars["units"][0][0], "甲镇");
    assert_eq!(texts(&seminars["units"][0][1]), ["-", "4", "-", "9"]);
    let keys: Vec<&str> = trend["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["key"].as_str())
        .collect();
    assert_eq!(keys, ["no-unit-figures", "no-unit-figures"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_countys_figures_is_refused_by_name() {
    let service = Service::new();
    for bytes in
        [b"{}".to_vec(), b"\xff\xfe".to_vec(), figures("青山县", "2020H9", 1, true), b"[[[[".to_vec()]
    {
        let answer = service.ask(Form::default().file("清溪镇.json", &bytes).post("/api/trends")).await;
        let text = answer.status(422).text();
        assert!(
            text.contains("`清溪镇.json` 不是全县的 汇总报告.json") && text.contains("no-county-figures"),
            "{text}"
        );
    }
    service.ask(Form::default().post("/api/trends")).await.status(400);
    // Numbers that no program of ours writes are not drawn.
    for odd in [json!(-1), json!(1.5), json!(1e300)] {
        let mut file: Value = serde_json::from_slice(&figures("青山县", "2020H1", 1, true)).expect("JSON");
        file["units"][0]["measures"][0]["value"] = odd;
        let form = Form::default().file("改过.json", file.to_string().as_bytes());
        let answer = service.ask(form.post("/api/trends")).await;
        assert!(answer.status(422).text().contains("county-figures-odd"));
    }
    // Nested without end, it is refused like anything else.
    let deep = "[".repeat(200_000);
    let answer = service.ask(Form::default().file("深.json", deep.as_bytes()).post("/api/trends")).await;
    answer.status(422);
}
