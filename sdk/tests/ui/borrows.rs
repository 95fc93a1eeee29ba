// Results that borrow from what the wrapper has made of an argument. They can borrow from the argument itself.
use pyext::prelude::*;

#[derive(Record)]
struct Person<'a> {
    name: String,
    nick: &'a str,
}

#[export]
fn name<'a>(person: &'a Person<'_>) -> &'a str {
    &person.name
}

#[export]
fn nick<'a>(person: &Person<'a>) -> &'a str {
    person.nick
}

#[export]
fn first(words: &[String]) -> Option<&str> {
    words.first().map(String::as_str)
}

#[export]
fn first_of<'a>(words: &[&'a str]) -> Option<&'a str> {
    words.first().copied()
}

#[export]
fn tail(numbers: &[u32]) -> &[u32] {
    &numbers[1..]
}

fn main() {}
