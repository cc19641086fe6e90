//! Why finished pages cannot be written as OFD.

use std::fmt::{self, Display, Formatter};

/// What an OFD cannot carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// A raster or vector image.
    Image,
    /// A link.
    Link,
    /// A colour that changes along its way.
    Gradient,
    /// A paint made of a repeated picture.
    Tiling,
    /// What is cut off at an outline.
    Clip,
    /// A coloured sheet.
    PageFill,
    /// Text that is slanted or mirrored, or an outline that is stretched one way.
    Transform,
    /// Text set downwards.
    VerticalText,
    /// Text whose outline is drawn.
    StrokedText,
    /// Ink of a face that stands for no character.
    GlyphWithoutText,
}

impl Display for Unsupported {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unsupported::Image => "图片",
            Unsupported::Link => "链接",
            Unsupported::Gradient => "渐变色",
            Unsupported::Tiling => "图案填充",
            Unsupported::Clip => "裁剪",
            Unsupported::PageFill => "页面底色",
            Unsupported::Transform => "倾斜、镜像或单向拉伸",
            Unsupported::VerticalText => "竖排文字",
            Unsupported::StrokedText => "描边文字",
            Unsupported::GlyphWithoutText => "没有对应文字的字形",
        })
    }
}

/// Pages that cannot be written as OFD.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfdError {
    /// Something that an OFD cannot carry.
    #[error("这是程序的缺陷：第{page}页有 OFD 写不出的{what}{text}")]
    Unsupported {
        /// What it is.
        what: Unsupported,
        /// The page, from 1.
        page: usize,
        /// The words concerned, in quotes; nothing where there are none.
        text: String,
    },
    /// A face that cannot be embedded.
    #[error("字体 `{family}` 不能嵌入 OFD（{reason}）")]
    Face {
        /// The face.
        family: String,
        /// Why.
        reason: String,
    },
    /// The container cannot be written.
    #[error("这是程序的缺陷：OFD 未能打包（{reason}）")]
    Package {
        /// Why.
        reason: String,
    },
}

impl OfdError {
    /// Returns whether the program is to blame rather than a face of the office's.
    pub fn is_bug(&self) -> bool {
        !matches!(self, OfdError::Face { .. })
    }

    /// Says that something cannot be carried, and what words it concerns.
    pub(crate) fn unsupported(what: Unsupported, text: &str) -> OfdError {
        let text = if text.is_empty() { String::new() } else { format!("（`{text}`）") };
        OfdError::Unsupported { what, page: 0, text }
    }

    /// Adds on which page it is, from 1.
    pub(crate) fn on_page(self, number: usize) -> OfdError {
        match self {
            OfdError::Unsupported { what, text, .. } => OfdError::Unsupported { what, page: number, text },
            other => other,
        }
    }
}
