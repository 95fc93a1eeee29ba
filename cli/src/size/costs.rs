//! What code is for beside the extension's own work, told by the names of functions.

/// Parts of names that show what code is for.
const COSTS: [(&str, &[&str]); 3] = [
    (
        "panics",
        &[
            "panicking",
            "panic_fmt",
            "::panic::",
            "rust_begin_unwind",
            "unwrap_failed",
            "expect_failed",
            "handle_error",
            "slice_index_fail",
        ],
    ),
    (
        "formatting",
        &[
            "::fmt::",
            "fmt>::fmt",
            "::fmt",
            "core::num::flt2dec",
            "core::num::imp::fmt",
        ],
    ),
    (
        "the allocator",
        &[
            "talc::",
            "dlmalloc",
            "__rust_alloc",
            "__rust_realloc",
            "__rust_dealloc",
            "pyext_alloc",
            "pyext_free",
            "::raw_vec::",
            "alloc::alloc::",
        ],
    ),
];

/// What a function is for beside the extension's own work.
pub fn cost_of(name: &str) -> Option<&'static str> {
    let found = COSTS
        .iter()
        .find(|(_, parts)| parts.iter().any(|part| name.contains(part)));
    found.map(|(cost, _)| *cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_is_told_by_the_name() {
        assert_eq!(cost_of("core::panicking::panic_fmt"), Some("panics"));
        assert_eq!(cost_of("core::fmt::Formatter::pad"), Some("formatting"));
        assert_eq!(cost_of("talc::base::Talc::allocate"), Some("the allocator"));
        assert_eq!(cost_of("fastmd::parse"), None);
    }
}
