// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.util.Arrays;
import java.util.Comparator;
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
     * @param context the name of the context
     * @param reason what decided for it, for the message
     * @throws PreflightException if one of them does not allow it
     */
    public void checkContext(String context, String reason) {
        for (GivenValue<List<String>> allowed : Setting.ALLOWED_CONTEXTS.allGiven(settings)) {
            if (!allowed.value().isEmpty()
                    && allowed.value().stream().noneMatch(pattern -> matches(pattern, context))) {
                throw new PreflightException(
                        "Context [%s] (decided by %s) is not allowed: %s allows [%s]. Use one of them, or add it there"
                                .formatted(context, reason, allowed.source(), allowed.text()));
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
        Stream<GivenValue<List<String>>> all = Stream.concat(
                Setting.PROTECTED_NAMESPACES.allGiven(settings).stream(),
                Setting.PROTECTED_NAMESPACES.fallback().stream());
        all.forEach(given -> given.value().stream()
                .filter(pattern -> matches(pattern, namespace))
                .findFirst()
                .ifPresent(pattern -> {
                    throw new PreflightException("Namespace [%s] is protected by [%s] of %s: no sandbox is opened there"
                            .formatted(namespace, pattern, given.source()));
                }));
    }

    /**
     * Checks how many forks a sandbox asks for.
     *
     * @throws PreflightException if there are more than {@code spurline.max-forks}
     */
    public void checkForks(int count) {
        GivenValue<Integer> limit = smallest(Setting.MAX_FORKS);
        if (count > limit.value()) {
            throw new PreflightException("The sandbox asks for [%d] forks, and %s allows [%d] with spurline.max-forks"
                    .formatted(count, limit.source(), limit.value()));
        }
    }

    /**
     * Checks how many sandboxes live in a namespace before one more is opened.
     *
     * @throws PreflightException if there are already {@code spurline.max-sandboxes-per-namespace}
     */
    public void checkSandboxes(String namespace, int live) {
        GivenValue<Integer> limit = smallest(Setting.MAX_SANDBOXES);
        if (live >= limit.value()) {
            throw new PreflightException(
                    "Namespace [%s] already has [%d] sandboxes, and %s allows [%d] with spurline.max-sandboxes-per-namespace: wait until some are closed"
                            .formatted(namespace, live, limit.source(), limit.value()));
        }
    }

    /** Says how many sandboxes live, of how many that are allowed. */
    public String ofSandboxes(int live) {
        GivenValue<Integer> limit = smallest(Setting.MAX_SANDBOXES);
        return "[%d] of at most [%d] by %s".formatted(live, limit.value(), limit.source());
    }

    private GivenValue<Integer> smallest(Setting<Integer> setting) {
        return setting.allGiven(settings).stream()
                .min(Comparator.comparing(GivenValue::value))
                .or(setting::fallback)
                .orElseThrow();
    }

    private static boolean matches(String pattern, String name) {
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return name.matches(regex);
    }
}
