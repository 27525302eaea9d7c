// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A set of field paths, as a tree. A step of a path is written as in {@code fieldsV1}: {@code f:name} for a field,
 * {@code k:{"name":"main"}} for an element of a list of objects, {@code v:"x"} for an element of a list of scalars.
 *
 * @param member whether the path that leads here belongs to the set
 * @param children the longer paths, by their next step
 */
record FieldSet(boolean member, SortedMap<String, FieldSet> children) {

    static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());
    static final FieldSet HERE = new FieldSet(true, new TreeMap<>());

    /** Returns a set below a step. */
    static FieldSet under(String step, FieldSet below) {
        return EMPTY.with(step, below);
    }

    /** Returns the set of one path. */
    static FieldSet path(String... names) {
        FieldSet result = HERE;
        for (int i = names.length - 1; i >= 0; i--) {
            result = under("f:" + names[i], result);
        }
        return result;
    }

    static FieldSet fromJson(JsonNode fieldsV1) {
        TreeMap<String, FieldSet> children = new TreeMap<>();
        fieldsV1.properties().forEach(field -> {
            if (!field.getKey().equals(".")) {
                FieldSet child = fromJson(field.getValue());
                children.put(field.getKey(), child.children.isEmpty() ? HERE : child);
            }
        });
        return new FieldSet(fieldsV1.has("."), children);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (member && !children.isEmpty()) {
            json.putObject(".");
        }
        children.forEach((step, child) -> json.set(step, child.toJson()));
        return json;
    }

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    boolean has(String step) {
        return child(step).member;
    }

    FieldSet child(String step) {
        return children.getOrDefault(step, EMPTY);
    }

    FieldSet asMember() {
        return new FieldSet(true, children);
    }

    /** Returns this set and what a set below a step adds. */
    FieldSet with(String step, FieldSet below) {
        if (below.isEmpty()) {
            return this;
        }
        TreeMap<String, FieldSet> result = new TreeMap<>(children);
        result.merge(step, below, FieldSet::union);
        return new FieldSet(member, result);
    }

    FieldSet union(FieldSet other) {
        TreeMap<String, FieldSet> result = new TreeMap<>(children);
        other.children.forEach((step, child) -> result.merge(step, child, FieldSet::union));
        return new FieldSet(member || other.member, result);
    }

    /** Returns the paths of this set that the other one has not. */
    FieldSet minus(FieldSet other) {
        return combine(other, member && !other.member, FieldSet::minus);
    }

    /** Returns the paths that both have. */
    FieldSet intersect(FieldSet other) {
        return combine(other, member && other.member, FieldSet::intersect);
    }

    /** Returns the paths of this set that neither the other one has nor begin with one that it has. */
    FieldSet minusAllBelow(FieldSet other) {
        return other.member ? EMPTY : combine(other, member, FieldSet::minusAllBelow);
    }

    private FieldSet combine(FieldSet other, boolean stays, BinaryOperator<FieldSet> operation) {
        TreeMap<String, FieldSet> result = new TreeMap<>();
        children.forEach((step, child) -> {
            FieldSet combined = operation.apply(child, other.child(step));
            if (!combined.isEmpty()) {
                result.put(step, combined);
            }
        });
        return new FieldSet(stays, result);
    }

    /** Returns the paths as messages show them, such as {@code .spec.containers[name="main"].image}. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        collect("", texts);
        return texts;
    }

    private void collect(String path, List<String> texts) {
        children.forEach((step, child) -> {
            if (child.member) {
                texts.add(path + FieldStep.text(step));
            }
        });
        children.forEach((step, child) -> child.collect(path + FieldStep.text(step), texts));
    }
}
