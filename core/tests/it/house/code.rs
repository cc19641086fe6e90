//! What each module of a package defines and names, from its source: all that is not a test.
//!
//! The files are parsed as the compiler does, so that a brace in a string, a `#[cfg(test)]`
//! in the middle of a file or a path written out in a macro hide nothing.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, Token, UseTree, Visibility};

/// The text of each file by its path from the repository's root.
pub type Files = BTreeMap<String, String>;

/// A path that is named somewhere: `crate::period::Period`, `fs::read`, `println`.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its parts.
    pub path: Vec<String>,
    /// The line it stands in.
    pub line: usize,
}

/// One module: a file, or a `mod x { … }` within one.
#[derive(Debug, Default)]
pub struct Module {
    /// The file it stands in.
    pub file: String,
    /// The module it stands in; the crate's root has none.
    pub parent: Option<usize>,
    /// The modules in it, by name.
    pub children: BTreeMap<String, usize>,
    /// The items defined in it, whatever kind they are.
    pub defines: BTreeSet<String>,
    /// What `use` brings into it, by the name it has here.
    pub brings: BTreeMap<String, Vec<String>>,
    /// What `use …::*` brings into it.
    pub globs: Vec<Vec<String>>,
    /// All that its code names; what it only passes on (`pub use`) is not among it.
    pub names: Vec<Named>,
}

/// A crate's modules.
#[derive(Debug, Default)]
pub struct Crate {
    /// The modules; the first one is the root.
    pub modules: Vec<Module>,
    /// The files that only tests see.
    pub tests: BTreeSet<String>,
}

impl Crate {
    /// Reads a crate from its root file on, as the compiler does: from `mod x;` to its file.
    pub fn read(root: &str, files: &Files) -> Crate {
        let mut out = Crate::default();
        out.read_file(root, None, files);
        out
    }

    /// Reads a file as a module and returns its index.
    fn read_file(&mut self, path: &str, parent: Option<usize>, files: &Files) -> usize {
        let text = files.get(path).unwrap_or_else(|| panic!("{path} is named by a `mod`, but not there"));
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let index = self.modules.len();
        self.modules.push(Module { file: path.to_string(), parent, ..Module::default() });
        self.read_items(index, &folder_of_children(path), &parsed.items, files);
        index
    }

    /// Reads a module's items; the files of its modules lie in `folder`.
    fn read_items(&mut self, index: usize, folder: &str, items: &[Item], files: &Files) {
        for item in items {
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string();
                    let is_test = item.attrs.iter().any(is_of_tests);
                    let below = match stated_path(&item.attrs) {
                        Some(path) => beside(&self.modules[index].file, path.trim_end_matches(".rs")),
                        None => format!("{folder}/{name}"),
                    };
                    match &item.content {
                        Some(_) if is_test => {}
                        None if is_test => self.leave_out(&below, files),
                        Some((_, items)) => {
                            let file = self.modules[index].file.clone();
                            let child = self.modules.len();
                            self.modules.push(Module { file, parent: Some(index), ..Module::default() });
                            self.modules[index].children.insert(name, child);
                            self.read_items(child, &below, items, files);
                        }
                        None => {
                            let child = self.read_file(&file_of(&below, files), Some(index), files);
                            self.modules[index].children.insert(name, child);
                        }
                    }
                }
                item => Reader { module: &mut self.modules[index] }.visit_item(item),
            }
        }
    }

    /// Notes that a test module's files are tests.
    fn leave_out(&mut self, below: &str, files: &Files) {
        let of_it =
            |path: &&String| path.starts_with(&format!("{below}/")) || **path == format!("{below}.rs");
        self.tests.extend(files.keys().filter(of_it).cloned());
    }
}

/// Returns what `#[path = "…"]` states of a module.
fn stated_path(attributes: &[Attribute]) -> Option<String> {
    let stated = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &stated.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) => Some(path.value()),
        _ => None,
    }
}

/// Returns the path of a file that lies beside another.
fn beside(file: &str, name: &str) -> String {
    let (folder, _) = file.rsplit_once('/').expect("a file lies in a folder");
    format!("{folder}/{name}")
}

/// Returns the file of a module: `x.rs` or `x/mod.rs`.
fn file_of(module: &str, files: &Files) -> String {
    let own = format!("{module}.rs");
    if files.contains_key(&own) { own } else { format!("{module}/mod.rs") }
}

/// Returns the folder in which the modules of a file lie.
fn folder_of_children(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').expect("a file lies in a folder");
    match name {
        "mod.rs" | "lib.rs" | "main.rs" => folder.to_string(),
        _ => path.trim_end_matches(".rs").to_string(),
    }
}

/// Returns the names of items among the tokens of a macro that makes them: what follows a word
/// that opens an item, and what stands before a brace.
fn defined_in(tokens: TokenStream) -> Vec<String> {
    let opens = ["const", "enum", "fn", "static", "struct", "trait", "type", "union"];
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let name = |pair: &[TokenTree]| match pair {
        [TokenTree::Ident(word), TokenTree::Ident(name)] if opens.contains(&word.to_string().as_str()) => {
            Some(name.to_string())
        }
        [TokenTree::Ident(name), TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
            Some(name.to_string())
        }
        _ => None,
    };
    tokens.windows(2).filter_map(name).collect()
}

/// Tells whether an attribute keeps an item for tests: `#[test]`, `#[cfg(test)]` and its like.
fn is_of_tests(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("cfg") => {
            list.parse_args::<Meta>().is_ok_and(|predicate| needs_test(&predicate))
        }
        _ => false,
    }
}

/// Tells whether a predicate of `cfg` holds in tests only.
fn needs_test(predicate: &Meta) -> bool {
    let Meta::List(list) = predicate else { return predicate.path().is_ident("test") };
    let parts = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
    let parts = parts.expect("a predicate of cfg");
    let mut needs = parts.iter().map(needs_test);
    if list.path.is_ident("all") {
        needs.any(|needs| needs)
    } else {
        // Nothing under `not` is for tests only.
        list.path.is_ident("any") && needs.all(|needs| needs)
    }
}

/// Reads what a module defines, brings in and names.
struct Reader<'a> {
    module: &'a mut Module,
}

impl Reader<'_> {
    /// Notes a name.
    fn note(&mut self, path: Vec<String>, span: Span) {
        self.module.names.push(Named { path, line: span.start().line });
    }

    /// Takes a `use` apart.
    fn take_use(&mut self, tree: &UseTree, before: &[String], passes_on: bool) {
        let with = |name: &dyn ToString| [before, &[name.to_string()]].concat();
        let (path, name, span) = match tree {
            UseTree::Path(path) => return self.take_use(&path.tree, &with(&path.ident), passes_on),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.take_use(tree, before, passes_on));
            }
            UseTree::Glob(glob) => {
                self.module.globs.push(before.to_vec());
                if !passes_on {
                    self.note(before.to_vec(), glob.star_token.spans[0]);
                }
                return;
            }
            UseTree::Name(name) if name.ident == "self" => {
                let last = before.last().expect("`self` follows a path").clone();
                (before.to_vec(), last, name.ident.span())
            }
            UseTree::Name(name) => (with(&name.ident), name.ident.to_string(), name.ident.span()),
            UseTree::Rename(rename) if rename.ident == "self" => {
                (before.to_vec(), rename.rename.to_string(), rename.ident.span())
            }
            UseTree::Rename(rename) => (with(&rename.ident), rename.rename.to_string(), rename.ident.span()),
        };
        self.module.brings.entry(name).or_insert_with(|| path.clone());
        if !passes_on {
            self.note(path, span);
        }
    }

    /// Notes the paths among a macro's tokens, which nobody parses before the macro does.
    fn take_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_punct = |at: usize, wanted: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.take_tokens(group.stream()),
                // A field or method.
                TokenTree::Ident(_) if at > 0 && is_punct(at - 1, '.') => {}
                TokenTree::Ident(first) => {
                    let mut path = vec![first.to_string()];
                    while is_punct(at + 1, ':') && is_punct(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                        path.push(next.to_string());
                        at += 3;
                    }
                    self.note(path, first.span());
                }
                _ => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = match item {
            Item::Const(item) => (&item.attrs, Some(&item.ident)),
            Item::Enum(item) => (&item.attrs, Some(&item.ident)),
            Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
            Item::Macro(item) => {
                // An item that a macro makes has its name among the macro's tokens.
                self.module.defines.extend(defined_in(item.mac.tokens.clone()));
                (&item.attrs, item.ident.as_ref())
            }
            Item::Static(item) => (&item.attrs, Some(&item.ident)),
            Item::Struct(item) => (&item.attrs, Some(&item.ident)),
            Item::Trait(item) => (&item.attrs, Some(&item.ident)),
            Item::Type(item) => (&item.attrs, Some(&item.ident)),
            Item::Union(item) => (&item.attrs, Some(&item.ident)),
            Item::Impl(item) => (&item.attrs, None),
            Item::Use(item) => (&item.attrs, None),
            // Modules are read apart; nothing else is in use here.
            _ => panic!("{}: an item of a kind that is not known here", self.module.file),
        };
        if attributes.iter().any(is_of_tests) {
            return;
        }
        self.module.defines.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.take_use(&item.tree, &[], !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            _ => panic!("{}: an item of a kind that is not known here", self.module.file),
        };
        if !attributes.iter().any(is_of_tests) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !field.attrs.iter().any(is_of_tests) {
            visit::visit_field(self, field);
        }
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        if !variant.attrs.iter().any(is_of_tests) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !local.attrs.iter().any(is_of_tests) {
            visit::visit_local(self, local);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts = path.segments.iter().map(|part| part.ident.to_string()).collect();
        let span = path.segments.first().expect("a path has parts").ident.span();
        self.note(parts, span);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.visit_path(&called.path);
        self.take_tokens(called.tokens.clone());
    }

    /// Derives and the like name nothing of ours, but serde's functions stand in strings.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let Meta::List(list) = &attribute.meta else { return };
        for token in list.tokens.clone() {
            let TokenTree::Literal(literal) = token else { continue };
            let path = syn::parse_str::<syn::LitStr>(&literal.to_string())
                .and_then(|text| text.parse_with(syn::Path::parse_mod_style));
            if let Ok(path) = path {
                let parts = path.segments.iter().map(|part| part.ident.to_string()).collect();
                self.note(parts, literal.span());
            }
        }
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}
}
