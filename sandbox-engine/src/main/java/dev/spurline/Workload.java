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
package dev.spurline;

import java.util.Locale;

/**
 * Names a workload as in {@code kubectl}: its kind and its name.
 *
 * @param kind the kind in lower case, such as {@code deployment}
 * @param name the name of the object
 * @since 0.1
 */
public record Workload(String kind, String name) {

    /**
     * Reads {@code pricing}, {@code deployment/pricing}, {@code statefulset/pricing}, {@code rollout/pricing} or
     * {@code cronjob/pricing}; a bare name is a Deployment.
     *
     * @param text the text to read
     * @return the workload it names
     * @throws IllegalArgumentException if the text is blank or has an empty part
     */
    public static Workload parse(String text) {
        String[] parts = text.trim().split("/", -1);
        if (parts.length > 2 || parts[0].isBlank() || parts[parts.length - 1].isBlank()) {
            throw new IllegalArgumentException(
                    "Workload [%s] is neither [name] nor [kind/name], such as [pricing] or [deployment/pricing]"
                            .formatted(text));
        }
        return parts.length == 1
                ? new Workload("deployment", parts[0])
                : new Workload(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }

    /** Returns whether it is a CronJob, of which a fork runs only when it is asked to. */
    public boolean runsOnRequest() {
        return kind.equals("cronjob") || kind.equals("cronjobs") || kind.equals("cj");
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
