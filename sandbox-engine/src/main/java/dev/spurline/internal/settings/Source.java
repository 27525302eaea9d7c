/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.settings;

import dev.spurline.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One place where settings stand.
 *
 * @param title what it is, such as {@code environment variable}
 * @param form how a setting is called there
 * @param lookup reads by the name used there
 * @param names all names there, as far as they can be told
 */
record Source(
        String title,
        UnaryOperator<String> form,
        Function<String, Optional<String>> lookup,
        Supplier<Set<String>> names) {

    static Source systemProperties() {
        return new Source(
                "system property",
                UnaryOperator.identity(),
                name -> Optional.ofNullable(System.getProperty(name)),
                () -> System.getProperties().stringPropertyNames());
    }

    static Source parameters(Function<String, Optional<String>> parameters) {
        return new Source("JUnit parameter", UnaryOperator.identity(), parameters, Set::of);
    }

    /** An empty variable is one that is not set: many CI systems cannot do better. */
    static Source environment(Map<String, String> variables) {
        return new Source(
                "environment variable",
                Setting::variable,
                name -> Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty()),
                variables::keySet);
    }

    static Source map(String title, Map<String, String> values) {
        return new Source(
                title,
                UnaryOperator.identity(),
                name -> Optional.ofNullable(values.get(name)),
                () -> new TreeSet<>(values.keySet()));
    }

    Optional<Settings.Value> find(String name) {
        return lookup.apply(form.apply(name)).map(text -> new Settings.Value(text, place(name)));
    }

    String place(String name) {
        return title + " " + form.apply(name);
    }
}
