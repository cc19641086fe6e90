//! The upload page's routes, asked directly: what each gives.

use std::fs;
use std::io::{Cursor, Read};

use axum::body::Body;
use axum::http::Method;
use axum::http::header::ACCEPT;
use serde_json::Value;
use zip::ZipArchive;

use crate::cli::{banxin, temporary};
use crate::service::{Form, Service, files, request, unzipped, zipped};

/// Makes a report on the command line.
fn on_the_command_line(unit: &str, more: &[&str]) -> Vec<u8> {
    let (_folder, path) = temporary();
    let (sample, pdf) = (format!("samples/{unit}"), path("a.pdf"));
    banxin(&[&["report", &sample, "-o", &pdf], more].concat()).status(0);
    fs::read(path("a.pdf")).expect("made")
}

#[tokio::test]
async fn the_report_is_the_command_lines_whatever_the_order_and_the_way() {
    let service = Service::new();
    let expected = on_the_command_line("清溪镇", &[]);
    let reversed = files("清溪镇").into_iter().rev();
    let reversed = reversed.fold(Form::default(), |form, (name, bytes)| form.file(&name, &bytes));
    let in_folder = files("清溪镇").into_iter().map(|(name, bytes)| (format!("清溪镇/{name}"), bytes));
    let in_folder: Vec<_> = in_folder.collect();
    let forms = [
        Form::default().sample("清溪镇", ""),
        reversed,
        Form::default().sample("清溪镇", "清溪镇/"),
        Form::default().file("清溪镇.zip", &zipped(&files("清溪镇"))),
        Form::default().file("台账.zip", &zipped(&in_folder)),
    ];
    for (i, form) in forms.into_iter().enumerate() {
        let answer = service.ask(form.post("/api/report")).await;
        answer.status(200);
        assert_eq!(answer.header("content-type"), "application/pdf");
        assert!(answer.body == expected, "form {i} gives another PDF");
        let name = "attachment; filename=\"banxin.pdf\"; \
                    filename*=UTF-8''%E6%B8%85%E6%BA%AA%E9%95%87-2020H1.pdf";
        assert_eq!(answer.header("content-disposition"), name);
    }
}

#[tokio::test]
async fn fields_are_the_command_lines_options() {
    let options = ["--unit", "甲镇", "--period", "2020H1", "--date", "2020-07-09", "--profile", "report"];
    let expected = on_the_command_line("石桥镇", &options);
    let mut form = Form::default().sample("石桥镇", "");
    for pair in options.chunks(2) {
        form = form.field(pair[0].trim_start_matches('-'), pair[1]);
    }
    // An empty field says nothing.
    let answer = Service::new().ask(form.field("session", "").post("/api/report")).await;
    answer.status(200);
    assert!(answer.body == expected);
}

#[tokio::test]
async fn a_folder_gives_the_unit_its_name_and_without_one_it_is_asked_for() {
    let service = Service::new();
    let without = |below: &str| {
        let files = files("清溪镇").into_iter().filter(|(name, _)| name != "banxin.toml");
        files.fold(Form::default(), |form, (name, bytes)| form.file(&format!("{below}{name}"), &bytes))
    };
    let answer = service.ask(without("甲乡/").post("/api/report")).await;
    answer.status(200);
    assert!(answer.header("content-disposition").contains("%E7%94%B2%E4%B9%A1-2020H1.pdf"));
    let answer = service.ask(without("").post("/api/report")).await;
    answer.status(422);
    assert_eq!(answer.json()["diagnostics"][0]["key"], "no-unit");
    service.ask(without("").field("unit", "甲乡").post("/api/report")).await.status(200);
}

#[tokio::test]
async fn what_must_not_be_filed_is_refused_with_its_cells() {
    let service = Service::new();
    let form = files("清溪镇").into_iter().filter(|(name, _)| !name.starts_with("考勤"));
    let form = form.fold(Form::default(), |form, (name, bytes)| form.file(&name, &bytes));
    let answer = service.ask(form.clone().post("/api/report")).await;
    answer.status(422);
    let diagnostics = answer.json()["diagnostics"].clone();
    let keys: Vec<&str> =
        diagnostics.as_array().expect("a list").iter().filter_map(|d| d["key"].as_str()).collect();
    assert!(keys.contains(&"no-attendance"), "{keys:?}");
    // The same list as on the command line's check.
    let checked = service.ask(form.post("/api/check")).await;
    checked.status(200);
    assert_eq!(checked.json()["figures"], Value::Null);
    assert_eq!(checked.json()["diagnostics"], diagnostics);
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_named() {
    let service = Service::new();
    for (field, value, words) in [
        ("period", "2020H7", "2020H7"),
        ("date", "七月", "成文日期 `七月`"),
        ("profile", "memo", "公文格式 `memo`"),
        ("session", "2019-01-01x", "学习日期"),
    ] {
        let form = Form::default().sample("清溪镇", "").field(field, value);
        let answer = service.ask(form.post("/api/report")).await;
        answer.status(422);
        let first = answer.json()["diagnostics"][0].clone();
        assert_eq!(first["severity"], "error");
        assert!(first["message"].as_str().is_some_and(|message| message.contains(words)), "{first}");
        assert!(first["hints"].as_array().is_some_and(|hints| !hints.is_empty()), "{first}");
    }
    let form =
        Form::default().sample("清溪镇", "").field("profile", "minutes").field("session", "2020-01-01");
    let answer = service.ask(form.post("/api/report")).await;
    answer.status(422);
    assert!(answer.text().contains("台账中没有 2020-01-01 的集中学习"), "{}", answer.text());
    let form = Form::default().file("考勤表.csv", b"x").file("banxin.toml", b"unit = ").post("/api/check");
    let answer = service.ask(form).await;
    assert!(answer.status(422).text().contains("第 1 行"));
}

#[tokio::test]
async fn a_check_gives_figures_and_what_was_understood() {
    let answer = Service::new().ask(Form::default().sample("清溪镇", "清溪镇/").post("/api/check")).await;
    let json = answer.status(200).json();
    let (_folder, path) = temporary();
    banxin(&["report", "samples/清溪镇", "-o", &path("a.pdf"), "--figures", &path("a.json")]).status(0);
    let figures: Value = serde_json::from_slice(&fs::read(path("a.json")).expect("made")).expect("JSON");
    assert_eq!(json["figures"], figures);
    let check = banxin(&["check", "samples/清溪镇", "--format", "json"]).printed();
    assert_eq!(json["diagnostics"], serde_json::from_str::<Value>(&check).expect("JSON"));

    let understood = &json["understood"];
    let value = |key: &str| {
        let measures = figures["measures"].as_array().expect("measures").iter();
        let found = measures.filter(|measure| measure["key"] == key).map(|m| m["value"].as_f64());
        found.flatten().sum::<f64>()
    };
    let count = |key: &str| understood[key].as_f64().expect("a count");
    assert!((count("members") - value("members")).abs() < 1e-9);
    assert!((count("sessions") - value("sessions")).abs() < 1e-9);
    assert!((count("essays") - value("essays") - value("research-reports")).abs() < 1e-9);
    let registers = understood["registers"].as_array().expect("a list");
    let attendance: Vec<&Value> = registers.iter().filter(|r| r["kind"] == "attendance").collect();
    assert!(!attendance.is_empty());
    let marks: f64 = attendance.iter().filter_map(|r| r["rows"].as_f64()).sum();
    assert!((marks - count("marks")).abs() < 1e-9, "{marks} of {}", count("marks"));
    for register in registers {
        assert!(register["rows"].as_u64().is_some_and(|n| n > 0), "{register}");
        assert!(register["file"].as_str().is_some_and(|file| file.contains('.')), "{register}");
    }
    assert_eq!(understood["missing"], serde_json::json!([]));
    let guess = serde_json::json!({
        "unit": "清溪镇", "likely-unit": "", "group": "", "group-name": "清溪镇党委理论学习中心组", "is-group-open": false,
        "period": "2020H1", "profile": "plain", "date": "2020-07-03",
    });
    assert_eq!(json["guess"], guess);
}

#[tokio::test]
async fn what_leads_the_study_is_asked_for_where_the_name_leaves_it_open() {
    let check = async |form: Form, name: &str, is_open: bool| {
        let json = form.field("unit", "青山县教育局").file("a.csv", b"x,y\n1,2\n");
        let json = Service::new().ask(json.post("/api/check")).await.status(200).json();
        assert_eq!(
            (&json["guess"]["group-name"], &json["guess"]["is-group-open"]),
            (&name.into(), &is_open.into())
        );
    };
    check(Form::default(), "青山县教育局党组理论学习中心组", true).await;
    check(Form::default().field("group", "党委"), "青山县教育局党委理论学习中心组", false).await;
}

#[tokio::test]
async fn guesses_are_empty_where_nothing_tells() {
    let answer = Service::new().ask(Form::default().file("a.csv", b"x,y\n1,2\n").post("/api/check")).await;
    let json = answer.status(200).json();
    let guess = serde_json::json!({
        "unit": "", "likely-unit": "", "group": "", "group-name": "", "is-group-open": false,
        "period": "", "profile": "plain", "date": "",
    });
    assert_eq!(json["guess"], guess);
    assert_eq!((&json["figures"], &json["understood"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_unit_that_nothing_names_is_guessed_from_titles() {
    let service = Service::new();
    let files = files("清溪镇").into_iter().filter(|(name, _)| name != "banxin.toml");
    let form = files.fold(Form::default(), |form, (name, bytes)| form.file(&name, &bytes));
    let guess = service.ask(form.clone().post("/api/check")).await.status(200).json()["guess"].clone();
    assert_eq!((&guess["unit"], &guess["likely-unit"]), (&"".into(), &"清溪镇".into()));
    // A guess is no name: nothing is made before a person says so.
    service.ask(form.clone().post("/api/report")).await.status(422);
    let guess = service.ask(form.field("unit", "石桥镇").post("/api/check")).await.json()["guess"].clone();
    assert_eq!((&guess["unit"], &guess["likely-unit"]), (&"石桥镇".into(), &"".into()));
}

#[tokio::test]
async fn the_list_as_a_workbook() {
    let service = Service::new();
    let answer = service.ask(Form::default().sample("石桥镇", "").post("/api/check.xlsx")).await;
    answer.status(200);
    assert!(answer.header("content-disposition").ends_with("%E6%A0%B8%E6%9F%A5%E8%A1%A8.xlsx"));
    let (_folder, path) = temporary();
    banxin(&["check", "samples/石桥镇", "--format", "xlsx", "-o", &path("a.xlsx")]);
    assert!(answer.body == fs::read(path("a.xlsx")).expect("made"));
}

#[tokio::test]
async fn drafts_are_those_of_the_command_line() {
    let service = Service::new();
    let answer = service.ask(Form::default().sample("石桥镇", "").post("/api/docx")).await;
    answer.status(200);
    assert!(answer.header("content-type").ends_with("wordprocessingml.document"));
    assert!(answer.header("content-disposition").ends_with("2020H1-%E9%80%81%E5%AE%A1%E7%A8%BF.docx"));
    let (_folder, path) = temporary();
    banxin(&["report", "samples/石桥镇", "--warnings", "ignore", "--docx", &path("a.docx")]).status(0);
    assert!(answer.body == fs::read(path("a.docx")).expect("made"));
    // What refuses a report refuses its draft.
    let broken = Form::default().file("考勤表.csv", b"x,y\n1,2\n").field("unit", "甲镇");
    service.ask(broken.post("/api/docx")).await.status(422);
}

#[tokio::test]
async fn ofds_are_those_of_the_command_line() {
    let service = Service::new();
    let answer = service.ask(Form::default().sample("石桥镇", "").post("/api/ofd")).await;
    answer.status(200);
    assert!(answer.header("content-type").ends_with("/ofd"));
    assert!(answer.header("content-disposition").ends_with("2020H1.ofd"));
    let (_folder, path) = temporary();
    banxin(&["report", "samples/石桥镇", "--warnings", "ignore", "--ofd", &path("a.ofd")]).status(0);
    assert!(answer.body == fs::read(path("a.ofd")).expect("made"));
    // What refuses a report refuses its OFD.
    let broken = Form::default().file("考勤表.csv", b"x,y\n1,2\n").field("unit", "甲镇");
    service.ask(broken.post("/api/ofd")).await.status(422);
}

#[tokio::test]
async fn pages_as_pictures_a_few_at_a_time() {
    let service = Service::new();
    let ask = async |first: &str, count: &str| {
        let form = Form::default().sample("清溪镇", "").field("first", first).field("count", count);
        service.ask(form.post("/api/preview")).await
    };
    let answer = ask("1", "2").await;
    let json = answer.status(200).json();
    let pages = json["pages"].as_array().expect("a list");
    assert_eq!((pages.len(), &json["first"]), (2, &Value::from(1)));
    for page in pages {
        let svg = page.as_str().expect("text");
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{}", &svg[..80]);
        assert!(!svg.contains("<script") && !svg.contains("href=\"http"), "{}", &svg[..80]);
        assert!(svg.len() < 2_000_000, "{} bytes", svg.len());
    }
    // As many pages as the report has.
    let report = service.ask(Form::default().sample("清溪镇", "").post("/api/report")).await;
    let report = hayro_syntax::Pdf::new(report.body.to_vec()).expect("a PDF");
    let n_pages = json["n_pages"].as_u64().expect("a number");
    assert_eq!(u64::try_from(report.pages().len()).ok(), Some(n_pages));
    assert_eq!(ask(&n_pages.to_string(), "4").await.json()["pages"].as_array().map(Vec::len), Some(1));
    assert_eq!(ask("999", "4").await.json()["pages"], serde_json::json!([]));
    ask("0", "1").await.status(400);
    ask("x", "1").await.status(400);
    assert_eq!(ask("1", "999").await.json()["pages"].as_array().map(Vec::len), Some(4));
    let bad = Form::default().file("a.csv", b"x").field("unit", "甲").post("/api/preview");
    service.ask(bad).await.status(422);
}

#[tokio::test]
async fn large_answers_are_packed_for_whoever_takes_that() {
    let service = Service::new();
    let form = || Form::default().sample("清溪镇", "").field("count", "1");
    let plain = service.ask(form().post("/api/preview")).await;
    assert_eq!(plain.status(200).header("content-encoding"), "");
    let asked = form().request("/api/preview").header("accept-encoding", "br, gzip");
    let packed = service.ask(asked.body(Body::from(form().body())).expect("a request")).await;
    assert_eq!(packed.status(200).header("content-encoding"), "gzip");
    assert_eq!(packed.header("content-type"), "application/json");
    assert!(packed.body.len() * 3 < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).expect("gzip");
    assert!(unpacked == plain.body);
    // A small answer is not.
    let small = request(Method::GET, "/healthz").header("accept-encoding", "gzip").body(Body::empty());
    let small = small.expect("a request");
    assert_eq!(service.ask(small).await.header("content-encoding"), "");
}

#[tokio::test]
async fn numbers_with_their_places_and_their_rows() {
    let service = Service::new();
    let answer = service.ask(Form::default().sample("清溪镇", "").post("/api/trace")).await;
    let told = answer.status(200).json();
    let figures = told["figures"].as_array().expect("figures");
    let (_folder, path) = temporary();
    on_the_command_line("清溪镇", &["--trace", &path("trace.json")]);
    let file: Value = serde_json::from_slice(&fs::read(path("trace.json")).expect("made")).expect("JSON");
    assert_eq!(figures.len(), file["figures"].as_array().expect("figures").len());
    let n_pages = told["pages"].as_array().expect("pages").len();
    assert!(figures.iter().all(|one| one["page"].as_u64().is_none_or(|page| page <= n_pages as u64)));
    let rate = figures.iter().find(|one| one["key"] == "participation-rate").expect("a rate");
    assert!(rate["put-in"].as_str().expect("text").contains("82"), "{rate}");

    // Every cell of a number stands among the rows.
    let sheets = told["sheets"].as_array().expect("sheets");
    for cell in figures.iter().flat_map(|one| one["cells"].as_array().expect("cells")) {
        let parts: Vec<&str> = cell.as_str().expect("text").split('!').collect();
        let [file, sheet, range] = parts[..] else { panic!("{cell}") };
        let of_file: Vec<&Value> = sheets.iter().filter(|one| one["file"] == file).collect();
        if of_file.is_empty() {
            // A text has no rows.
            assert!(file.ends_with(".docx") || file.ends_with(".md") || file.ends_with(".toml"), "{cell}");
            continue;
        }
        let rows = &of_file.iter().find(|one| one["sheet"] == sheet).expect("the sheet")["rows"];
        let digits = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_uppercase()).to_string();
        for end in range.split(':').map(digits) {
            let end: u64 = end.parse().expect("a row");
            let is_there = |row: &Value| row[0] == end;
            assert!(rows.as_array().expect("rows").iter().any(is_there), "{cell}");
        }
    }
    let attendance = sheets.iter().find(|one| one["file"] == "考勤表.xlsx").expect("the register");
    assert!(attendance["head"].as_u64().is_some_and(|n| n > 0), "{attendance}");

    let broken = Form::default().file("考勤表.xlsx", b"nothing").field("unit", "清溪镇");
    service.ask(broken.post("/api/trace")).await.status(422);
}

#[tokio::test]
async fn what_the_office_fills_in_lies_over_its_file() {
    let service = Service::new();
    let form = || Form::default().sample("清溪镇", "");
    let own = "superior = \"青山县学习办\"\nprofile = \"report\"\n[letterhead]\nnumber = \"清委〔2020〕9号\"\nsigners = [\"周远志\"]\n";
    let with_own = form().field("settings", own).field("date", "2020-07-10");
    let ours = service.ask(with_own.post("/api/docx")).await.status(200).body.clone();
    let plain = service.ask(form().field("date", "2020-07-10").post("/api/docx")).await;
    assert_ne!(ours, plain.status(200).body);
    let mut words = String::new();
    let mut zip = ZipArchive::new(Cursor::new(&ours)).expect("a zip");
    zip.by_name("word/document.xml").expect("the words").read_to_string(&mut words).expect("UTF-8");
    assert!(words.contains("青山县学习办"), "the addressee is filled in");

    // The unit's own name and group from its file stay.
    let guess = service.ask(form().field("settings", own).post("/api/check")).await.json();
    assert_eq!(guess["guess"]["unit"], "清溪镇");

    // All of it is offered as a file, which says the same.
    let checked = service.ask(form().field("settings", own).post("/api/check")).await.json();
    assert_eq!(checked["settings"]["letterhead"]["signers"][0], "周远志");
    let text = checked["banxin-toml"].as_str().expect("text").to_string();
    let registers = files("清溪镇").into_iter().filter(|(name, _)| name != "banxin.toml");
    let again = registers.fold(Form::default(), |form, (name, bytes)| form.file(&name, &bytes));
    let again = again.file("banxin.toml", text.as_bytes()).field("date", "2020-07-10");
    assert_eq!(service.ask(again.post("/api/docx")).await.status(200).body, ours);

    // So are the office's own words, where no file has them.
    let plain = || {
        let of_registers = |(name, _): &(String, Vec<u8>)| !name.starts_with("正文素材");
        let own = files("清溪镇").into_iter().filter(of_registers);
        own.fold(Form::default(), |form, (name, bytes)| form.file(&name, &bytes))
    };
    let words = "# 前言\n\n按照县委部署，开展了学习。";
    let written = service.ask(plain().field("own-words", words).post("/api/report")).await;
    let as_file = service.ask(plain().file("正文素材.md", words.as_bytes()).post("/api/report")).await;
    assert_eq!(written.status(200).body, as_file.status(200).body);
    assert_ne!(written.body, service.ask(plain().post("/api/report")).await.body);
    let twice = plain().file("正文素材.txt", "前言\n另外的话。".as_bytes()).field("own-words", words);
    let told = service.ask(twice.post("/api/check")).await.text();
    assert!(told.contains("台账里已有正文素材"), "{told}");

    // Faults are told by their line.
    let wrong = "superior = \"青山县学习办\"\nlength = 9\n";
    let answer = service.ask(form().field("settings", wrong).post("/api/check")).await;
    let told = &answer.status(422).json()["diagnostics"][0];
    assert_eq!((told["file"].as_str(), told["line"].as_u64()), (Some("本单位"), Some(2)), "{told}");
}

#[tokio::test]
async fn a_form_without_script_gets_pages() {
    let service = Service::new();
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let ask = async |path: &str, form: Form| {
        let request = form.request(path).header(ACCEPT, browser).body(Body::from(form.body()));
        service.ask(request.expect("a request")).await
    };
    let bad =
        Form::default().file("台账.csv", "<script>alert(1)</script>,b\n1,2\n".as_bytes()).field("unit", "甲");
    let answer = ask("/api/report", bad).await;
    answer.status(422);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(
        answer.text().contains("没有生成报告") && !answer.text().contains("<script"),
        "{}",
        answer.text()
    );
    let answer = ask("/api/check", Form::default().sample("清溪镇", "")).await;
    assert!(answer.status(200).text().contains("<h1>核查结果</h1>"));
    // What worked is the file, whoever asks.
    let answer = ask("/api/report", Form::default().sample("清溪镇", "")).await;
    assert!(answer.status(200).body.starts_with(b"%PDF-"));
    let nothing = request(Method::GET, "/nowhere").header(ACCEPT, browser).body(Body::empty());
    let answer = service.ask(nothing.expect("a request")).await;
    assert!(answer.status(404).text().contains("没有这个地址"));
}

#[tokio::test]
async fn the_page_and_its_headers() {
    let service = Service::new();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/assets/page.css", "text/css; charset=utf-8"),
        ("/assets/page.js", "text/javascript; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/healthz", "application/json"),
        ("/nowhere", "application/json"),
    ] {
        let answer = service.get(path).await;
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    }
    let page = service.get("/").await.text();
    // Nothing from elsewhere, nothing inline, and a form that works without script.
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("style="), "{page}");
    assert!(page.contains("action=\"api/report\"") && page.contains("enctype=\"multipart/form-data\""));
    assert!(page.contains("<meta name=\"referrer\" content=\"same-origin\">"));
    assert_eq!(service.get("/healthz").await.json()["status"], "ok");
}

#[tokio::test]
async fn blank_registers_as_init_writes_them() {
    let answer = Service::new().get("/templates.zip").await;
    answer.status(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    let (_folder, path) = temporary();
    banxin(&["init", &path("空白")]).status(0);
    let handed_out = unzipped(&answer.body);
    assert!(handed_out.len() > 5);
    for (name, bytes) in &handed_out {
        assert!(fs::read(path(&format!("空白/{name}"))).expect("written") == *bytes, "{name}");
    }
    assert_eq!(fs::read_dir(path("空白")).expect("a folder").count(), handed_out.len());
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods() {
    let service = Service::new();
    let answer = service.get("/etc/passwd").await;
    answer.status(404);
    assert!(answer.json()["error"].is_string() && answer.json()["hints"].is_array());
    service.get("/api/report").await.status(405);
    for method in [Method::PUT, Method::DELETE, Method::POST, Method::PATCH] {
        service.ask(request(method, "/").body(Body::empty()).expect("a request")).await.status(405);
    }
}
