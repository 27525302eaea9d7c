// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import dev.spurline.cluster.Images;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The images that the node can run, by pattern; the last pattern that matches decides. */
public final class ImageCatalogue implements Images {

    private final List<RegisteredImage> entries = new CopyOnWriteArrayList<>();

    /** Makes an empty catalogue. */
    public ImageCatalogue() {}

    @Override
    public Images inProcess(String pattern, Program program) {
        return add(pattern, new NodeImage.InProcess(program));
    }

    @Override
    public Images process(String pattern, List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException(
                    "Image [%s] has an empty command: name at least a program".formatted(pattern));
        }
        return add(pattern, new NodeImage.LocalProcess(command));
    }

    /** Returns the patterns in the order in which they were added. */
    public List<String> patterns() {
        return entries.stream().map(RegisteredImage::pattern).toList();
    }

    public Optional<NodeImage> find(ImageReference reference) {
        List<String> spellings = reference.spellings();
        for (int i = entries.size() - 1; i >= 0; i--) {
            RegisteredImage entry = entries.get(i);
            if (spellings.stream().anyMatch(entry::matches)) {
                return Optional.of(entry.image());
            }
        }
        return Optional.empty();
    }

    private Images add(String pattern, NodeImage image) {
        if (pattern.isBlank()) {
            throw new IllegalArgumentException("The pattern of an image is empty: give one such as [shop/pricing:*]");
        }
        entries.add(new RegisteredImage(pattern, compile(pattern), image));
        return this;
    }

    private static Pattern compile(String pattern) {
        return Pattern.compile(
                Pattern.compile("*", Pattern.LITERAL)
                        .splitAsStream(pattern + " ")
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    private record RegisteredImage(String pattern, Pattern regex, NodeImage image) {

        boolean matches(String spelling) {
            return regex.matcher(spelling + " ").matches();
        }
    }
}
