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

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must not be done whoever asks: the strictest of all sources, so that a stronger source cannot loosen a weaker. */
public final class Guards {

    private final Settings settings;

    public Guards(Settings settings) {
        this.settings = settings;
    }

    /**
     * Checks a context against {@code spurline.allowed-contexts} of each source.
     *
     * @throws PreflightException if one of them does not allow it
     */
    public void checkContext(String context) {
        for (Settings.Value value : settings.findAll(Setting.ALLOWED_CONTEXTS.key())) {
            List<String> allowed = Setting.items(value.text());
            if (!allowed.isEmpty() && allowed.stream().noneMatch(pattern -> matches(pattern, context))) {
                throw new PreflightException(
                        "Context [%s] is not allowed: %s allows [%s]. Use one of them, or add it there"
                                .formatted(context, value.source(), value.text()));
            }
        }
    }

    /**
     * Checks a namespace against {@code spurline.protected-namespaces} of all sources and the default.
     *
     * @throws PreflightException if one of them protects it
     */
    public void checkNamespace(String namespace) {
        NamespaceName.checked(namespace);
        Stream<Settings.Value> all = Stream.concat(
                settings.findAll(Setting.PROTECTED_NAMESPACES.key()).stream(),
                Stream.of(new Settings.Value(Setting.PROTECTED_NAMESPACES.fallback(), "the default")));
        all.forEach(value -> Setting.items(value.text()).stream()
                .filter(pattern -> matches(pattern, namespace))
                .findFirst()
                .ifPresent(pattern -> {
                    throw new PreflightException("Namespace [%s] is protected by [%s] of %s: no sandbox is opened there"
                            .formatted(namespace, pattern, value.source()));
                }));
    }

    /**
     * Checks how many forks a sandbox asks for.
     *
     * @throws PreflightException if there are more than {@code spurline.max-forks}
     */
    public void checkForks(int count) {
        Settings.Value limit = smallest(Setting.MAX_FORKS);
        if (count > Integer.parseInt(limit.text())) {
            throw new PreflightException("The sandbox asks for [%d] forks, and %s allows [%s] with spurline.max-forks"
                    .formatted(count, limit.source(), limit.text()));
        }
    }

    /**
     * Checks how many sandboxes live in a namespace before one more is opened.
     *
     * @throws PreflightException if there are already {@code spurline.max-sandboxes-per-namespace}
     */
    public void checkSandboxes(String namespace, int live) {
        Settings.Value limit = smallest(Setting.MAX_SANDBOXES);
        if (live >= Integer.parseInt(limit.text())) {
            throw new PreflightException(
                    "Namespace [%s] already has [%d] sandboxes, and %s allows [%s] with spurline.max-sandboxes-per-namespace: wait until some are closed"
                            .formatted(namespace, live, limit.source(), limit.text()));
        }
    }

    private Settings.Value smallest(Setting setting) {
        return settings.findAll(setting.key()).stream()
                .map(value -> new Settings.Value(setting.checked(value), value.source()))
                .min((a, b) -> Integer.compare(Integer.parseInt(a.text()), Integer.parseInt(b.text())))
                .orElse(new Settings.Value(setting.fallback(), "the default"));
    }

    private static boolean matches(String pattern, String name) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return name.matches(regex);
    }
}
