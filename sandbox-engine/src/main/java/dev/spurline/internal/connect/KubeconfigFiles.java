// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file of {@code spurline.kubeconfig}, or those of {@code KUBECONFIG}, or the one in the home directory. */
final class KubeconfigFiles {

    private final List<File> files;

    KubeconfigFiles(Settings settings) {
        String home =
                Path.of(System.getProperty("user.home"), ".kube", "config").toString();
        String names = Setting.KUBECONFIG
                .find(settings)
                .or(() -> settings.find("KUBECONFIG").map(Settings.Value::text))
                .filter(text -> !text.isBlank())
                .orElse(home);
        this.files = Stream.of(names.split(File.pathSeparator, -1))
                .filter(name -> !name.isBlank())
                .map(File::new)
                .toList();
    }

    /**
     * Reads how to reach a cluster.
     *
     * @param context the context
     * @param reason what decided for it, for the message
     * @throws PreflightException if no file has it
     */
    Config config(String context, String reason) {
        io.fabric8.kubernetes.api.model.Config[] parsed = files.stream()
                .filter(File::isFile)
                .filter(KubeconfigFiles::saysSomething)
                .map(KubeConfigUtils::parseConfig)
                .toArray(io.fabric8.kubernetes.api.model.Config[]::new);
        List<String> contexts = Arrays.stream(parsed)
                .flatMap(file -> file.getContexts().stream())
                .map(NamedContext::getName)
                .sorted()
                .toList();
        if (!contexts.contains(context)) {
            throw new PreflightException("Context [%s] (decided by %s) is not in kubeconfig %s; there are [%s]"
                    .formatted(context, reason, files, contexts.stream().collect(Collectors.joining(", "))));
        }
        Config config = Config.empty();
        KubeConfigUtils.merge(config, context, parsed);
        return config;
    }

    /** The client library breaks on a file in which nothing is said. */
    private static boolean saysSomething(File file) {
        try (Stream<String> lines = Files.lines(file.toPath())) {
            return lines.map(String::strip).anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException | UncheckedIOException e) {
            throw new PreflightException("Kubeconfig [%s] cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
