// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.Settings;
import dev.spurline.settings.Setting;

/** Whether it is counted how far the key gets before somebody asks. */
public enum TraceMode {
    /** Nothing is counted. */
    ON_REQUEST,
    /** By the callers' metrics, if they tell the header; nothing is written. */
    BY_METRICS,
    /** By routes that are made with the sandbox and go with it. */
    BY_ROUTES;

    /**
     * Returns what the settings ask for.
     *
     * @param provided whether the cluster was started for this engine, so that nobody else calls there
     */
    public static TraceMode of(Settings settings, boolean provided) {
        return switch (Setting.TRACE.in(settings)) {
            case "on-missing-evidence" -> BY_ROUTES;
            case "auto" -> provided ? BY_METRICS : ON_REQUEST;
            default -> ON_REQUEST;
        };
    }
}
