// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the settings put on everything that is made.
 *
 * @param prefix what the names of all objects begin with
 * @param labels labels, none of Spurline's own
 * @param annotations annotations, none of Spurline's own
 */
public record ObjectMarks(String prefix, Map<String, String> labels, Map<String, String> annotations) {

    private static final String OWN_DOMAIN = "spurline.dev/";

    /** Copies the maps. */
    public ObjectMarks {
        labels = SpurlineLabels.ordered(labels);
        annotations = SpurlineLabels.ordered(annotations);
    }

    /**
     * Reads the settings.
     *
     * @throws PreflightException if one of them has what Spurline sets itself
     */
    public static ObjectMarks of(Settings settings) {
        return new ObjectMarks(
                Setting.NAME_PREFIX.find(settings).orElse(""),
                read(Setting.LABELS, settings),
                read(Setting.ANNOTATIONS, settings));
    }

    private static Map<String, String> read(Setting<Map<String, String>> setting, Settings settings) {
        Map<String, String> all = setting.find(settings).orElse(Map.of());
        all.keySet().stream()
                .filter(key -> key.startsWith(OWN_DOMAIN) || key.equals(SpurlineLabels.MANAGED_BY))
                .findFirst()
                .ifPresent(key -> {
                    throw new PreflightException(
                            "Setting [%s] has [%s], which Spurline sets itself and finds its objects by: take it out"
                                    .formatted(setting.key(), key));
                });
        return all;
    }

    /** Puts them on an object, or on the template of a pod. */
    public void on(ObjectMeta metadata) {
        metadata.setLabels(merged(metadata.getLabels(), labels));
        metadata.setAnnotations(merged(metadata.getAnnotations(), annotations));
    }

    private static @Nullable Map<String, String> merged(@Nullable Map<String, String> there, Map<String, String> more) {
        if (more.isEmpty()) {
            return there;
        }
        Map<String, String> all = new TreeMap<>(Objects.requireNonNullElse(there, Map.of()));
        all.putAll(more);
        return all;
    }
}
