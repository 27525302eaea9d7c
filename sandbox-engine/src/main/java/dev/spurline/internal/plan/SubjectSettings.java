// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.util.Collection;
import java.util.List;

/**
 * The settings of one kind that are given, one for each workload or Service.
 *
 * @param kind such as {@link Setting#IMAGE}
 * @param settings the sources
 */
record SubjectSettings(Setting<?> kind, Settings settings) {

    /** Returns the names of those settings that are of none of these workloads or Services. */
    List<String> unknown(Collection<String> subjects) {
        return settings.names().stream()
                .filter(kind::covers)
                .filter(name -> !spellings(name, subjects).contains(name))
                .toList();
    }

    /** Returns the settings of these workloads or Services, as variables if that is what a name is. */
    List<String> spellings(String name, Collection<String> subjects) {
        return subjects.stream()
                .map(subject -> kind.of(subject).key())
                .map(key -> name.startsWith("spurline.") ? key : Setting.variable(key))
                .toList();
    }

    /** Returns a setting and where it was given, as in messages. */
    String title(String name) {
        return "Setting [%s] (%s)"
                .formatted(name, settings.find(name).map(Settings.Value::source).orElse(name));
    }
}
