//! Documentation comments.

use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta};

/// The values of `#[doc = …]`: for a comment line, the line without the space that follows the slashes.
pub fn lines(attributes: &[Attribute]) -> Vec<Expr> {
    let mut lines: Vec<Expr> = Vec::new();
    for attribute in attributes {
        let Meta::NameValue(meta) = &attribute.meta else {
            continue;
        };
        if !meta.path.is_ident("doc") {
            continue;
        }
        let mut value = meta.value.clone();
        if let Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) = &mut value
        {
            let line = text.value();
            let line = line.strip_prefix(' ').unwrap_or(&line).trim_end();
            *text = LitStr::new(line, text.span());
        }
        lines.push(value);
    }
    lines
}
