//! What only the binary does: arguments, files, messages, exit status.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::samples::{folder, root};

/// A finished run of the program.
pub struct Run {
    output: Output,
}

/// Runs the program in the repository's root.
pub fn banxin(args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_banxin"))
        .args(args)
        .current_dir(root())
        .output()
        .expect("the program starts");
    Run { output }
}

impl Run {
    /// Checks the exit status.
    #[track_caller]
    pub fn status(&self, expected: i32) -> &Run {
        assert_eq!(self.output.status.code(), Some(expected), "{}", self.words());
        self
    }

    /// Checks all that was said about the run.
    #[track_caller]
    fn says(&self, expected: &str) -> &Run {
        assert_eq!(self.words(), expected);
        self
    }

    /// Checks a part of what was said.
    #[track_caller]
    pub fn mentions(&self, expected: &str) -> &Run {
        assert!(self.words().contains(expected), "{}", self.words());
        self
    }

    /// Returns what was printed as the result.
    pub fn printed(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("UTF-8")
    }

    fn words(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("UTF-8")
    }
}

/// A folder of its own, and a path in it as text.
pub fn temporary() -> (TempDir, impl Fn(&str) -> String) {
    // A unit is called after its folder, and XX is no name.
    let mut folders = std::iter::repeat_with(|| tempfile::tempdir().expect("a temporary folder"));
    let is_name = |folder: &TempDir| !folder.path().to_string_lossy().to_lowercase().contains("xx");
    let folder = folders.find(is_name).expect("one has a name");
    let path = folder.path().to_path_buf();
    (folder, move |name: &str| path.join(name).to_str().expect("UTF-8").to_string())
}

/// Returns the names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("readable").file_name();
    entries.map(|entry| name(entry).into_string().expect("UTF-8")).collect()
}

#[test]
fn a_report_and_its_figures() {
    let (folder, path) = temporary();
    banxin(&["report", "samples/石桥镇", "-o", &path("a.pdf"), "--figures", &path("a.json")])
        .status(0)
        .mentions("已生成");
    let mut made = names(folder.path());
    made.sort();
    assert_eq!(made, ["a.json", "a.pdf"]);
    let figures = fs::read_to_string(path("a.json")).expect("made");
    assert!(figures.contains("\"period\": \"2020H1\""));
}

#[test]
fn standard_output() {
    let run = banxin(&["report", "samples/石桥镇", "-o", "-", "--warnings", "ignore"]);
    run.status(0);
    assert!(run.output.stdout.starts_with(b"%PDF-"));
}

#[test]
fn a_folder_without_an_attendance_register() {
    let (folder, path) = temporary();
    fs::copy(self::folder("清溪镇").join("成员名单.xlsx"), path("成员名单.xlsx")).expect("copied");
    let name = path("");
    banxin(&["report", &name, "-o", &path("a.pdf"), "--period", "2020H1"]).status(1).says(
        "错误：没有找到考勤表（应有一张以姓名为行、学习日期为列的工作表）\n　　提示：已读取：成员名单.xlsx\n说明 成员名单.xlsx「成员名单」A2：这张表认作成员名单，表头取第 2 行\n\u{3000}\u{3000}提示：认错了的，在网页上“对表”，或在 banxin.toml 的 [layout] 里写明它是什么\n共 2 处：错误 1，警告 0，说明 1\n错误：没有生成，原因见上\n",
    );
    assert_eq!(names(folder.path()), ["成员名单.xlsx"]);
}

#[test]
fn days_without_a_year() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.csv"), "姓名,1月5日\n张三,√\n").expect("written");
    banxin(&["report", &path(""), "-o", &path("a.pdf")])
        .status(1)
        .mentions("错误 考勤表.csv：考勤表的日期没有年份，无法判断是哪个期间\n　　提示：用 --period 指定");
}

/// As the older editors of Windows save it.
#[test]
fn a_configuration_that_is_no_utf8() {
    let (_folder, path) = temporary();
    let (gbk, _, _) = encoding_rs::GBK.encode("unit = \"清溪镇\"\r\n");
    fs::write(path("banxin.toml"), gbk).expect("written");
    banxin(&["check", &path("")])
        .status(1)
        .mentions("banxin.toml（不是 UTF-8 编码的文字）\n　　提示：用记事本打开，另存为 UTF-8");
}

#[test]
fn an_empty_folder() {
    let (folder, path) = temporary();
    banxin(&["report", &path(""), "-o", &path("a.pdf")]).status(1).mentions("文件夹里没有可读的电子表格");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_file_that_is_no_spreadsheet() {
    let (_folder, path) = temporary();
    fs::write(path("考勤表.xlsx"), b"%PDF-1.7 not a sheet").expect("written");
    banxin(&["report", &path("考勤表.xlsx"), "-o", &path("a.pdf")]).status(1).mentions(
        "错误 考勤表.xlsx：不是电子表格（这是 PDF 文件）\n　　提示：找到原来的电子表格（.xlsx）再交",
    );
}

#[test]
fn an_output_path_that_cannot_be_written() {
    let (folder, path) = temporary();
    banxin(&["report", "samples/清溪镇", "-o", &path("nowhere/a.pdf")])
        .status(1)
        .mentions("无法写入")
        .mentions("提示：先建好这个文件夹，或换一个位置");
    fs::create_dir(path("folder")).expect("made");
    banxin(&["report", "samples/清溪镇", "-o", &path("folder")])
        .status(1)
        .mentions("提示：这是一个文件夹，请在后面写上文件名");
    assert_eq!(names(folder.path()), ["folder"]);
}

#[test]
fn an_input_path_that_is_not_there() {
    let (_folder, path) = temporary();
    banxin(&["report", &path("没有"), "-o", &path("a.pdf")]).status(1).mentions("无法读取");
    // Nothing above it gives the unit a name, which is not what is wrong.
    banxin(&["report", "/没有", "-o", &path("a.pdf")]).status(1).mentions("无法读取 /没有（文件夹不存在）");
}

#[test]
fn wrong_use() {
    let (folder, path) = temporary();
    let out = path("a.pdf");
    let report = |more: &[&str]| {
        let mut args = vec!["report", "samples/清溪镇", "-o", out.as_str()];
        args.extend(more);
        banxin(&args)
    };
    report(&["--period", "上半年"]).status(2).says(
        "错误：命令行 --period 的期间 `上半年` 无法识别（应为 2020、2020H1、2020H2 或 2020Q1 至 2020Q4 的写法）\n　　提示：上半年写 2020H1，下半年写 2020H2，季度写 2020Q1，全年写 2020\n",
    );
    report(&["--date", "2020-02-30"]).status(2).mentions("成文日期 `2020-02-30` 无法识别");
    report(&["--profile", "poster"]).status(2).mentions("公文格式 `poster` 不认识");
    report(&["--standard", "a-9z"]).status(2).mentions("a-9z");
    report(&["--warnings", "maybe"]).status(2).mentions("`maybe`");
    report(&["--colour"]).status(2).mentions("不认识的参数 `--colour`");
    banxin(&["report"]).status(2).mentions("缺少参数");
    banxin(&["rapport"]).status(2).mentions("没有命令 `rapport`");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn mistyped_words_are_guessed() {
    banxin(&["reprot"]).status(2).mentions("没有命令 `reprot`\n　　提示：是不是 report？");
    banxin(&["report", "samples/清溪镇", "--perod", "2020H1"]).status(2).mentions("是不是 --period？");
    banxin(&["check", "samples/清溪镇", "--format", "jsn"]).status(2).mentions("是不是 json？");
    banxin(&["help", "chek"]).status(2).mentions("是不是 check？");
    banxin(&["serve", "--listen", "八六"]).status(2).mentions("`八六` 无法使用（应为端口");
}

/// A port alone is this computer's: nothing is said of others that could reach it.
#[test]
fn a_port_alone_is_listened_on() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port();
    banxin(&["serve", "--listen", &port.to_string()])
        .status(1)
        .mentions(&format!("无法监听 127.0.0.1:{port}：已被别的程序占用"));
}

#[test]
fn outputs_are_looked_at_before_anything_is_made() {
    let (folder, path) = temporary();
    let (pdf, word, text) = (path("a.pdf"), path("a.doc"), path("a.txt"));
    let report = |more: &[&str]| banxin(&[&["report", "samples/石桥镇"], more].concat());
    report(&["-o", &word]).status(2).mentions("应以 .pdf 结尾").mentions("--docx 文件.docx");
    report(&["-o", &path("没有结尾")]).status(2).mentions("应以 .pdf 结尾");
    report(&["-o", &pdf, "--figures", &text]).status(2).mentions("--figures 的文件");
    report(&["-o", &pdf, "--audit", &text]).status(2).mentions("应以 .json 结尾");
    report(&["-o", "-", "--figures", "-"]).status(2).mentions("-o、--figures 不能都写到标准输出");
    report(&["--ofd", "-", "--audit", "-"]).status(2).mentions("--ofd、--audit 不能都写到标准输出");
    report(&["--explain", "--figures", "-"]).status(2).mentions("--explain、--figures 不能都写到标准输出");
    let check = ["check", "samples/石桥镇", "--format", "xlsx", "-o", &text];
    banxin(&check).status(2).mentions("应以 .xlsx 结尾").mentions("--format");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn help_is_chinese() {
    for args in [&["--help"][..], &["report", "--help"], &["help"], &["help", "report"]] {
        let run = banxin(args);
        run.status(0);
        let text = String::from_utf8(run.output.stdout.clone()).expect("UTF-8");
        assert!(text.contains("用法：") && text.contains("选项"), "{text}");
        for english in ["Usage", "Options", "OPTIONS", "Print", "default:"] {
            assert!(!text.contains(english), "{english} in {text}");
        }
    }
}

#[test]
fn denied_warnings_make_no_report() {
    let (folder, path) = temporary();
    let attendance = "姓名,职务,1月5日,2月6日\n张三,书记,√,\n李四,副书记,√,√\n";
    fs::write(path("考勤表.csv"), attendance).expect("written");
    let name = path("");
    let args = ["report", name.as_str(), "-o", &path("a.pdf"), "--period", "2020H1"];
    banxin(&args).status(0).mentions("警告 考勤表.csv D2：2020-02-06 这次学习没有考勤标记");
    fs::remove_file(path("a.pdf")).expect("was made");
    banxin(&[&args[..], &["--warnings", "deny"]].concat()).status(1).mentions("--warnings deny");
    assert_eq!(names(folder.path()), ["考勤表.csv"]);
}

#[test]
fn figures_explained() {
    let run = banxin(&["report", "samples/清溪镇", "--explain", "--warnings", "ignore"]);
    run.status(0);
    let text = String::from_utf8(run.output.stdout.clone()).expect("UTF-8");
    for part in [
        "14. 出勤率（attendance-rate）\n   算法：实到人次÷应到人次\n   代入：80÷96\n   结果：83.3%\n   单元格：考勤表.xlsx",
        "3.1 期末突击提交占比（essay-burst）\n   算法：",
        "   判断：不在正常范围，程度较重。",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    banxin(&["report", "samples/清溪镇"]).status(2).mentions("缺少参数");
}

#[test]
fn every_number_traced() {
    let (folder, path) = temporary();
    let (pdf, text) = (path("a.pdf"), path("出处.txt"));
    let args =
        |trace| ["report", "samples/石桥镇", "-o", pdf.as_str(), "--warnings", "ignore", "--trace", trace];
    banxin(&args(&text)).status(0);
    let lines = fs::read_to_string(&text).expect("written");
    assert!(lines.contains(
        "第9行 96.8%：参学率；算法：（实到人次＋补学人次）÷应到人次；代入：121÷125；单元格：考勤表.xlsx"
    ));
    let json = path("出处.json");
    banxin(&args(&json)).status(0);
    assert!(fs::read_to_string(&json).expect("written").contains("\"kind\": \"measure\""));
    fs::remove_file(&pdf).expect("was made");
    // The ending is looked at before anything is made.
    for wrong in ["出处.csv", "出处", "-"] {
        banxin(&args(wrong)).status(2).mentions(&format!("`{wrong}` 应以 .json 或 .txt 结尾"));
    }
    banxin(&["report", "samples/石桥镇", "--explain", "--trace", &text]).status(2);
    let mut made = names(folder.path());
    made.sort_unstable();
    assert_eq!(made, ["出处.json", "出处.txt"]);
}

#[test]
fn drafts_for_word() {
    let (folder, path) = temporary();
    let (docx, beside, pdf) = (path("送审稿.docx"), path("另.DOCX"), path("a.pdf"));
    let args = ["report", "samples/石桥镇", "--warnings", "ignore", "--docx"];
    banxin(&[&args[..], &[&docx]].concat()).status(0).mentions("已生成送审稿");
    banxin(&[&args[..], &[&beside, "-o", &pdf]].concat()).status(0);
    let bytes = fs::read(&docx).expect("written");
    assert_eq!(bytes, fs::read(&beside).expect("written"), "with the PDF or without it");
    assert!(bytes.starts_with(b"PK") && Path::new(&pdf).is_file());
    banxin(&[&args[..], &[&path("稿.doc")]].concat()).status(2).mentions("应以 .docx 结尾");
    let trace = path("出处.txt");
    banxin(&[&args[..], &[&docx, "--trace", &trace]].concat()).status(2).mentions("--trace 针对 PDF");
    let mut made = names(folder.path());
    made.sort_unstable();
    assert_eq!(made, ["a.pdf", "另.DOCX", "送审稿.docx"]);
}

#[test]
fn figures_of_the_period_before() {
    let (_folder, path) = temporary();
    let report = |period: &str, more: &[&str]| {
        let out = path("a.pdf");
        let mut args = vec!["report", "samples/石桥镇", "--explain", "-o", out.as_str(), "--period", period];
        args.extend(more);
        banxin(&args)
    };
    fs::write(path("无关.json"), "{}").expect("written");
    report("2020H1", &["--previous", &path("无关.json")]).status(2).mentions("不是本程序写出的指标文件");
    report("2020H1", &["--previous", &path("没有.json")]).status(1).mentions("无法读取");
    report("2020H1", &["--figures", &path("石桥镇.json")]).status(0);
    report("2020H1", &["--previous", &path("石桥镇.json")]).status(0);
}

/// What may lie in a folder and never ends when it is read.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_and_not_waited_for() {
    let (_folder, path) = temporary();
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(path(name)).status().expect("it runs");
        assert!(made.success());
    };
    fs::create_dir_all(path("县/甲镇")).expect("made");
    fs::write(path("县/甲镇/考勤表.csv"), "姓名,职务,2020年1月5日\n张三,书记,√\n").expect("written");
    pipe("稿.pdf");
    banxin(&["verify", &path("稿.pdf")]).status(1).mentions("不是普通文件");
    std::os::unix::fs::symlink("/dev/zero", path("稿.docx")).expect("linked");
    banxin(&["finalize", &path("稿.docx"), &path("县/甲镇"), "-o", &path("出.pdf")])
        .status(2)
        .mentions("不是普通文件");
    pipe("县/甲镇/banxin.toml");
    banxin(&["report", &path("县/甲镇"), "-o", &path("出.pdf")]).mentions("不是普通文件");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1).mentions("不是普通文件");
    fs::remove_file(path("县/甲镇/banxin.toml")).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", path("县/banxin.toml")).expect("linked");
    banxin(&["batch", &path("县"), "-o", &path("出")]).status(1).mentions("不是普通文件");
}

#[test]
fn a_word_without_an_end_is_the_registers_fault() {
    let (_folder, path) = temporary();
    fs::create_dir_all(path("甲镇")).expect("made");
    let marks = format!("姓名,职务,2020年1月5日\n,,{}\n张三,书记,√\n李四,副书记,√\n", "a".repeat(20_000));
    fs::write(path("甲镇/考勤表.csv"), marks).expect("written");
    banxin(&["report", &path("甲镇"), "-o", &path("出.pdf")]).status(1).mentions("连写的文字太长");
}

#[test]
fn what_packages_carry_of_the_command_line() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = banxin(&["completions", shell]);
        run.status(0);
        assert!(run.printed().contains("finalize"), "{shell}");
    }
    banxin(&["completions", "ksh"]).status(2);
    let (folder, path) = temporary();
    banxin(&["man", &path("手册")]).status(0);
    let pages = names(&folder.path().join("手册"));
    assert!(pages.contains(&"banxin.1".to_string()) && pages.contains(&"banxin-report.1".to_string()));
    let page = fs::read_to_string(path("手册/banxin-report.1")).expect("written");
    assert!(page.contains("--period") || page.contains(r"\-\-period"), "{page}");
}
