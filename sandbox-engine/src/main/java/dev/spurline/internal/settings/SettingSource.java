// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One place where settings stand.
 *
 * @param title what it is, such as {@code environment variable}
 * @param environment whether names are written as those of environment variables
 * @param lookup reads by the name used there
 * @param known all names there, as far as they can be told
 */
record SettingSource(
        String title, boolean environment, Function<String, Optional<String>> lookup, Supplier<Set<String>> known)
        implements Settings {

    static SettingSource systemProperties() {
        return new SettingSource(
                "system property",
                false,
                name -> Optional.ofNullable(System.getProperty(name)),
                () -> System.getProperties().stringPropertyNames());
    }

    /** JUnit answers with a system property where it has no parameter: that is not its own. */
    static SettingSource parameters(Function<String, Optional<String>> parameters, Set<String> names) {
        return new SettingSource(
                "JUnit parameter",
                false,
                name -> parameters.apply(name).filter(value -> !value.equals(System.getProperty(name))),
                () -> names);
    }

    /**
     * An empty variable is one that is not set: many CI systems cannot do better. Those that the kubelet makes for a Service
     * are no settings, whatever its name.
     */
    static SettingSource environment(Map<String, String> variables) {
        Map<String, String> set = new TreeMap<>(variables);
        set.values().removeIf(String::isEmpty);
        set.keySet().removeIf(name -> name.startsWith("SPURLINE_") && ServiceLinks.isOne(name, variables));
        return new SettingSource("environment variable", true, name -> Optional.ofNullable(set.get(name)), set::keySet);
    }

    static SettingSource map(String title, Map<String, String> values) {
        Map<String, String> copy = new TreeMap<>(values);
        return new SettingSource(title, false, name -> Optional.ofNullable(copy.get(name)), copy::keySet);
    }

    @Override
    public Optional<Value> find(String name) {
        return lookup.apply(form(name)).map(text -> new Value(text, place(name)));
    }

    @Override
    public List<String> places(String name) {
        return List.of(place(name));
    }

    @Override
    public Set<String> names() {
        return known.get();
    }

    /** Returns where a setting, or a name that is used there, stands. */
    String place(String name) {
        return title + " " + form(name);
    }

    private String form(String name) {
        return environment ? Setting.variable(name) : name;
    }
}
