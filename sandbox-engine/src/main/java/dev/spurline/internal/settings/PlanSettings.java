// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.util.Set;
import java.util.TreeMap;

/** The settings that plans depend on: with others, the same spec gives other objects. */
public final class PlanSettings {

    /** Those that change nothing in a plan; one that is new counts, unless it is added here. Images are told by the spec. */
    private static final Set<Setting<?>> OTHERS = Set.of(
            Setting.CLUSTER,
            Setting.CONTEXT,
            Setting.KUBECONFIG,
            Setting.NAMESPACE,
            Setting.BLUEPRINT,
            Setting.IMAGE,
            Setting.LEASE,
            Setting.TIMEOUT,
            Setting.DRY_RUN,
            Setting.DEBUG,
            Setting.SCOPE,
            Setting.RUN,
            Setting.JOIN,
            Setting.PARALLEL_OPENINGS,
            Setting.EVIDENCE,
            Setting.REPORT,
            Setting.ALLOWED_CONTEXTS,
            Setting.PROTECTED_NAMESPACES,
            Setting.MAX_FORKS,
            Setting.MAX_SANDBOXES);

    private PlanSettings() {}

    /** Returns a text that is the same for settings with which all plans are the same; it may have secrets in it. */
    public static String text(Settings settings) {
        TreeMap<String, String> given = new TreeMap<>();
        Setting.all().stream().filter(setting -> !OTHERS.contains(setting)).forEach(setting -> {
            settings.find(setting.key()).ifPresent(value -> given.put(setting.key(), value.text()));
            settings.names().stream()
                    .filter(setting::covers)
                    .forEach(name -> settings.find(name).ifPresent(value -> given.put(name, value.text())));
        });
        StringBuilder text = new StringBuilder();
        given.forEach((name, value) ->
                text.append(name).append('=').append(value.length()).append(':').append(value));
        return text.toString();
    }
}
