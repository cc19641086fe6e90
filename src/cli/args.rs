//! What the command line may say; nothing is checked here but its form.

use std::error::Error as _;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::batch::Shard;
use crate::cli::outcome::{ALL_MADE, CommandError, WRONG_USE};
use crate::cli::terminal::{self, Warnings};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}";

/// 版心：由台账生成党政机关公文格式的学习总结和计划
#[derive(Debug, Parser)]
#[command(
    name = "banxin",
    version,
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(super) struct Args {
    /// Without one the page is opened.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// 显示帮助
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 由一个单位的台账生成总结和计划
    #[command(help_template = TEMPLATE)]
    Report(Box<ReportArgs>),
    /// 由修改过的送审稿定稿：按台账核对其中每个数字，生成正式公文
    #[command(help_template = TEMPLATE)]
    Finalize(Box<FinalizeArgs>),
    /// 读取并核查台账，列出每一处问题，不生成报告
    #[command(help_template = TEMPLATE)]
    Check(CheckArgs),
    /// 为一个文件夹里的每个单位各生成一份报告
    #[command(help_template = TEMPLATE)]
    Batch(BatchArgs),
    /// 核对报告是否与生成时一致：一批报告，或一份附带台账的 PDF 或 OFD
    #[command(help_template = TEMPLATE)]
    Verify(VerifyArgs),
    /// 打开上传页面，在浏览器里使用
    #[command(help_template = TEMPLATE)]
    Serve(ServeArgs),
    /// 生成一套空白登记表和配置文件
    #[command(help_template = TEMPLATE)]
    Init(InitArgs),
    /// 列出各用途的字体、收字情况，以及文件中没有字形的字符
    #[command(help_template = TEMPLATE)]
    Fonts(FontsArgs),
    /// 输出命令行补全脚本，供 shell 使用
    #[command(help_template = TEMPLATE)]
    Completions(CompletionsArgs),
    /// 写出各命令的 man 手册页
    #[command(help_template = TEMPLATE)]
    Man(ManArgs),
    /// 显示帮助，或一个命令的帮助
    #[command(help_template = TEMPLATE)]
    Help(HelpArgs),
}

/// Which files, whose, and of when.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct InputArgs {
    /// 单位的文件夹，或其中的各个文件
    #[arg(required = true, value_name = "路径", help_heading = "参数")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) whose: WhoseArgs,
}

/// Whose files they are, and of when.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct WhoseArgs {
    /// 配置文件，默认为文件夹及其上级中的 banxin.toml
    #[arg(long, value_name = "文件")]
    pub(super) config: Option<PathBuf>,
    /// 单位名称，默认为文件夹名
    #[arg(long, value_name = "名称")]
    pub(super) unit: Option<String>,
    /// 期间，如 2020（全年）、2020H1、2020H2、2020Q1，默认取多数学习日期所在的半年
    #[arg(long, value_name = "期间")]
    pub(super) period: Option<String>,
}

/// How a report is set, and what is written beside it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct SetArgs {
    /// OFD 的用途：ofd 报送交换，ofd-a 归档
    #[arg(long, value_name = "用途", requires = "ofd")]
    pub(super) ofd_profile: Option<String>,
    /// 成文日期，如 2020-07-03，默认为期末次日，纪要为学习当天；修改稿落款的日期优先
    #[arg(long, value_name = "日期")]
    pub(super) date: Option<String>,
    /// 公文格式：plain 打印稿，report 上行文，notice 下行文，letter 信函，minutes 纪要
    #[arg(long, value_name = "格式")]
    pub(super) profile: Option<String>,
    /// 纪要是哪一次学习的，如 2020-06-24，默认为本期最后一次研讨
    #[arg(long, value_name = "日期")]
    pub(super) session: Option<String>,
    /// PDF 标准，逗号分隔：1.7 a-1b a-2b a-2u a-2a a-3b a-3a ua-1
    #[arg(long, value_name = "标准", value_delimiter = ',')]
    pub(super) standard: Option<Vec<String>>,
    /// 把全部数字写成 JSON，- 为标准输出
    #[arg(long, value_name = "文件")]
    pub(super) figures: Option<PathBuf>,
    /// 上期的指标文件（figures.json），默认用文件夹里的
    #[arg(long, value_name = "文件")]
    pub(super) previous: Option<PathBuf>,
    /// 把版面核查结果写成 JSON，- 为标准输出
    #[arg(long, value_name = "文件")]
    pub(super) audit: Option<PathBuf>,
    /// 优先使用的字体所在的文件夹，可重复
    #[arg(long, value_name = "文件夹")]
    pub(super) fonts: Vec<PathBuf>,
    /// 把台账、全部数字（和修改稿、修改对照）一起放进 PDF（a-3 系列标准）和 OFD
    #[arg(long)]
    pub(super) attach_sources: bool,
    /// 打样：画出 22 行 28 字的网格和印章位置
    #[arg(long)]
    pub(super) proof: bool,
    /// 对警告的处理：ignore 不显示，show 显示，deny 视为错误
    #[arg(
        long,
        value_name = "方式",
        default_value = "show",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) warnings: Warnings,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct FinalizeArgs {
    /// 修改过的送审稿（.docx）
    #[arg(value_name = "修改稿", help_heading = "参数")]
    pub(super) revised: PathBuf,
    /// 单位的文件夹，或其中的各个文件，默认为修改稿所在的文件夹
    #[arg(value_name = "路径", help_heading = "参数")]
    pub(super) paths: Vec<PathBuf>,
    /// 生成的 PDF 文件，- 为标准输出
    #[arg(short, long, value_name = "文件", required_unless_present = "ofd")]
    pub(super) output: Option<PathBuf>,
    /// 生成 OFD 文件，可与 -o 同用
    #[arg(long, value_name = "文件")]
    pub(super) ofd: Option<PathBuf>,
    /// 没有接受或拒绝的修订：refuse 不定稿，accept 全部接受，reject 全部拒绝
    #[arg(
        long,
        value_name = "方式",
        default_value = "refuse",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) changes: Changes,
    /// 不理会批注；批注不会印出来
    #[arg(long)]
    pub(super) ignore_comments: bool,
    /// 确认一个改动过或台账中没有的数字，写明理由，可重复
    #[arg(long, value_name = "数字=理由")]
    pub(super) allow_figure: Vec<String>,
    /// 把修改对照写成 .docx、.pdf、.xlsx、.json 或 .txt
    #[arg(long, value_name = "文件")]
    pub(super) changes_list: Option<PathBuf>,
    #[command(flatten)]
    pub(super) whose: WhoseArgs,
    #[command(flatten)]
    pub(super) set: SetArgs,
}

/// What becomes of open changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Changes {
    /// They refuse the draft.
    Refuse,
    /// They are accepted.
    Accept,
    /// They are rejected.
    Reject,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct ReportArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// 生成的 PDF 文件，- 为标准输出
    #[arg(short, long, value_name = "文件", required_unless_present_any = ["explain", "docx", "ofd"])]
    pub(super) output: Option<PathBuf>,
    /// 生成供修改的送审稿（.docx，用 Word、WPS 打开），可与 -o 同用
    #[arg(long, value_name = "文件", conflicts_with = "explain")]
    pub(super) docx: Option<PathBuf>,
    /// 同样的版面写成 OFD（GB/T 33190），- 为标准输出；可以不写 -o
    #[arg(long, value_name = "文件", conflicts_with = "explain")]
    pub(super) ofd: Option<PathBuf>,
    /// 不生成 PDF，逐项说明每个数字的算法、代入、结果和单元格
    #[arg(long)]
    pub(super) explain: bool,
    /// 把每个印出的数字的页、行、算法、代入和单元格写成 .json 或 .txt
    #[arg(long, value_name = "文件", conflicts_with = "explain")]
    pub(super) trace: Option<PathBuf>,
    /// 把工作底稿（要补充、核实、研究的事项）写成 .xlsx、.json 或 .txt
    #[arg(long, value_name = "文件")]
    pub(super) worksheet: Option<PathBuf>,
    #[command(flatten)]
    pub(super) set: SetArgs,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// 结果的格式：text 文字，json，xlsx 可逐条处理的核查表
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) format: Format,
    /// 写到文件，默认为标准输出
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 优先使用的字体所在的文件夹，可重复
    #[arg(long, value_name = "文件夹")]
    pub(super) fonts: Vec<PathBuf>,
}

/// The forms that the list of findings takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Words for people.
    Text,
    /// The published shape.
    Json,
    /// A workbook to work through.
    Xlsx,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct BatchArgs {
    /// 全部单位所在的文件夹，每个单位一个文件夹；或一份有“单位”一栏的表
    #[arg(value_name = "路径", help_heading = "参数", required_unless_present = "merge")]
    pub(super) folder: Option<PathBuf>,
    /// 放报告的文件夹，没有就新建
    #[arg(short, long, value_name = "文件夹", required_unless_present = "merge")]
    pub(super) output: Option<PathBuf>,
    /// 不生成报告，把这个文件夹里各份的结果合成一份
    #[arg(long, value_name = "文件夹", conflicts_with_all = ["folder", "output", "shard"])]
    pub(super) merge: Option<PathBuf>,
    /// 线程数，默认为处理器核数
    #[arg(short, long, value_name = "数")]
    pub(super) jobs: Option<NonZero<usize>>,
    /// 优先使用的字体所在的文件夹，可重复；合并时也要写
    #[arg(long, value_name = "文件夹")]
    pub(super) fonts: Vec<PathBuf>,
    /// 没有变化的单位也重新生成
    #[arg(long)]
    pub(super) force: bool,
    /// 只做一部分，如 1/4 为四份中的第一份
    #[arg(long, value_name = "份")]
    pub(super) shard: Option<Shard>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct VerifyArgs {
    /// 批量生成的文件夹，或用 report --attach-sources 生成的 PDF 或 OFD
    #[arg(value_name = "路径", help_heading = "参数")]
    pub(super) path: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct ServeArgs {
    /// 监听的端口，或地址和端口，默认 127.0.0.1:8600，只有本机能访问
    #[arg(
        long,
        value_name = "地址",
        default_value = "127.0.0.1:8600",
        hide_default_value = true,
        value_parser = listen
    )]
    pub(super) listen: SocketAddr,
    /// 允许其他电脑访问：没有登录，传输不加密
    #[arg(long)]
    pub(super) allow_remote: bool,
    /// 除监听的地址外，还可以用哪些名称访问，可重复
    #[arg(long = "host", value_name = "名称")]
    pub(super) hosts: Vec<String>,
    /// 一次上传的上限，默认 64 MB
    #[arg(long, value_name = "MB")]
    pub(super) max_upload: Option<NonZero<u16>>,
    /// 同时生成的份数，默认为处理器核数，至少 2
    #[arg(short, long, value_name = "数")]
    pub(super) jobs: Option<NonZero<u8>>,
    /// 全县任务的临时文件夹，默认在系统的临时文件夹里；开始和结束时清空
    #[arg(long, value_name = "文件夹")]
    pub(super) temp: Option<PathBuf>,
    /// 日志写到这个文件，默认显示在窗口里；日志里没有文件和单位的名称
    #[arg(long, value_name = "文件")]
    pub(super) log: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct InitArgs {
    /// 放登记表的文件夹，没有就新建
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub(super) folder: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct FontsArgs {
    /// 要检查字符的文件夹或文件
    #[arg(value_name = "路径", help_heading = "参数")]
    pub(super) paths: Vec<PathBuf>,
    /// 优先使用的字体所在的文件夹，可重复
    #[arg(long, value_name = "文件夹")]
    pub(super) fonts: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct HelpArgs {
    /// 要看哪个命令的帮助，默认为全部命令
    #[arg(value_name = "命令", help_heading = "参数")]
    pub(super) command: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct CompletionsArgs {
    /// 哪种 shell：bash、elvish、fish、powershell、zsh
    #[arg(value_name = "SHELL", help_heading = "参数", hide_possible_values = true)]
    pub(super) shell: Shell,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub(super) struct ManArgs {
    /// 放手册页的文件夹，没有就新建
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub(super) folder: PathBuf,
}

/// Shows the help of a command, or of the program.
pub(super) fn help(args: &HelpArgs) -> Result<(), CommandError> {
    let words = ["banxin"].into_iter().chain(args.command.as_deref()).chain(["--help"]);
    match Args::try_parse_from(words).map_err(|error| explain(&error)) {
        Ok(_) | Err(ALL_MADE) => Ok(()),
        Err(status) => Err(CommandError { status, ..CommandError::already_told() }),
    }
}

/// Returns the help that clap made; the one word of its own in the line of usage, which no template
/// reaches, is put in Chinese.
fn help_text(error: &clap::Error) -> String {
    error.to_string().replacen("[OPTIONS]", "[选项]", 1)
}

/// Reads an address to listen on; a port alone is one of this computer.
fn listen(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::from(([127, 0, 0, 1], port)));
    }
    text.parse().map_err(|_| format!("`{text}` 无法使用（应为端口，或地址和端口，如 8600、127.0.0.1:8600）"))
}

/// Says what is wrong with the arguments, or shows the help that was asked for; returns the
/// exit status.
pub(super) fn explain(error: &clap::Error) -> u8 {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            terminal::print(&help_text(error));
            return ALL_MADE;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            terminal::complain(&help_text(error));
            return WRONG_USE;
        }
        ErrorKind::UnknownArgument => format!("不认识的参数 `{}`", context(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => format!("没有命令 `{}`", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {}", context(ContextKind::InvalidArg)),
        ErrorKind::MissingSubcommand => "没有写命令".to_string(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
            match context(ContextKind::ValidValue) {
                // The parser of the value says what it should be, if it is one of ours.
                valid if valid.is_empty() => match error.source().map(ToString::to_string) {
                    Some(reason) if !reason.is_ascii() => format!("参数 {arg}：{reason}"),
                    _ => format!("参数 {arg} 的取值 `{value}` 无法使用"),
                },
                valid => format!("参数 {arg} 的取值 `{value}` 无法使用（应为 {valid} 之一）"),
            }
        }
        ErrorKind::ArgumentConflict => {
            format!("参数 {} 不能重复或同时使用", context(ContextKind::InvalidArg))
        }
        _ => "命令行无法理解".to_string(),
    };
    let likely = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let hint = match likely.map(context).into_iter().find(|word| !word.is_empty()) {
        Some(word) => format!("是不是 {word}？运行 `banxin --help` 查看用法"),
        None => "运行 `banxin --help` 查看用法".to_string(),
    };
    terminal::error(&message, Some(&hint));
    WRONG_USE
}
