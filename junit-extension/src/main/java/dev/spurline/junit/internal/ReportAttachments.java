// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files beside JUnit's report. A directory is published rather than files one by one, because the media type that
 * a file needs moved to another package between JUnit 5.12 and 5.14.
 */
final class ReportAttachments {

    private static final Logger LOG = LoggerFactory.getLogger(ReportAttachments.class);

    private static final int LONGEST = 120;

    private ReportAttachments() {}

    /** Returns where the files went, or empty if this JUnit has nowhere to put them. */
    static Optional<Path> publish(ExtensionContext context, String name, Map<String, String> files) {
        AtomicReference<Path> written = new AtomicReference<>();
        try {
            context.publishDirectory(name, directory -> {
                write(directory, files);
                written.set(directory.toAbsolutePath());
            });
        } catch (RuntimeException e) {
            LOG.debug("Directory [{}] cannot be published", name, e);
        }
        return Optional.ofNullable(written.get());
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(directory.resolve(fileName(file.getKey())), file.getValue());
        }
    }

    /** Names come from the cluster: none leads out of the directory, or is longer than a file's name may be. */
    static String fileName(String text) {
        String name = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.*$", "_");
        return name.substring(Math.max(0, name.length() - LONGEST));
    }
}
