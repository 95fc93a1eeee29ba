//! What the compiler says about mistakes: the full text beside each case. `TRYBUILD=overwrite` rewrites it.

#[test]
fn mistakes_are_explained_where_they_stand() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
