// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.internal.settings.LayeredSettings;
import dev.spurline.internal.settings.Placeholders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads settings by name, from the strongest source that has one.
 *
 * <p>Sources, strongest first: system property, parameter of the test framework, environment variable
 * ({@code SPURLINE_*}, dots and dashes become underscores), {@code ~/.spurline.properties}, {@code spurline.properties} on
 * the class path, defaults of the caller such as an annotation. All are in {@code docs/configuration.md}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Settings {

    /**
     * Looks a setting up, or an environment variable.
     *
     * @param name the name in full, such as {@code spurline.namespace}; a name that does not begin with
     *     {@code spurline.} is that of an environment variable, such as {@code CI} or {@code KUBECONFIG}
     * @return its value and where it was found
     */
    Optional<Value> find(String name);

    /** Returns each source for itself, strongest first. */
    default List<Settings> sources() {
        return List.of(this);
    }

    /**
     * Looks a setting up in every source, strongest first: what guards is intersected, never replaced.
     *
     * @param name the name in full, such as {@code spurline.allowed-contexts}
     * @return every value there is
     */
    default List<Value> findAll(String name) {
        return sources().stream().flatMap(source -> source.find(name).stream()).toList();
    }

    /** Returns where {@link #find(String)} looks for a name, strongest first, such as {@code environment variable X}. */
    default List<String> places(String name) {
        return List.of();
    }

    /** Returns the names that have a value, as far as the sources can tell; they are offered where one is misspelt. */
    default Set<String> names() {
        return Set.of();
    }

    /**
     * Replaces each <code>${NAME}</code> and <code>${NAME:default}</code> by the setting, system property or environment
     * variable of that name; <code>$${</code> stands for <code>${</code> itself.
     *
     * @param text a text with placeholders
     * @param place where the text stands, such as {@code @Fork(image)} of a class; for the message
     * @return the text without placeholders
     * @throws PreflightException if a placeholder without default has no value, or is not closed
     */
    default String resolve(String text, String place) {
        return new Placeholders(this, place).resolve(text);
    }

    /**
     * Returns the same settings with weaker ones behind them.
     *
     * @param values the values by name
     * @param source where they are from, such as {@code @Sandbox of com.example.CheckoutIT}
     * @return new settings
     */
    default Settings orElse(Map<String, String> values, String source) {
        return LayeredSettings.behind(this, values, source);
    }

    /**
     * Reads the standard sources.
     *
     * @throws PreflightException if a source has a {@code spurline.*} name that does not exist, a value that is not of its
     *     type, or cannot be read
     */
    static Settings standard() {
        return standard(name -> Optional.empty(), Set.of());
    }

    /**
     * Reads the standard sources and the parameters of a test framework, which come next to system properties.
     *
     * @param parameters looks a parameter up by its name in full
     * @param names the names of parameters, as far as they are known: those that look like settings are checked
     * @return the settings
     * @throws PreflightException if a source has a {@code spurline.*} name that does not exist, a value that is not of its
     *     type, or cannot be read
     */
    static Settings standard(Function<String, Optional<String>> parameters, Set<String> names) {
        return LayeredSettings.standard(parameters, names);
    }

    /**
     * A value and its place.
     *
     * @param text the value
     * @param source the place, such as {@code system property spurline.namespace}
     */
    record Value(String text, String source) {}
}
