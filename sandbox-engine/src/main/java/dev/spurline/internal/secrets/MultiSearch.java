// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds many words in one pass over a text, however many they are: the automaton of Aho and Corasick ("Efficient string
 * matching", 1975). Each character of the text is looked at once.
 */
final class MultiSearch {

    private final Node root = new Node(null);

    /** Prepares to find these words. */
    MultiSearch(Collection<String> words) {
        words.forEach(this::add);
        link();
    }

    private void add(String word) {
        Node node = root;
        for (int i = 0; i < word.length(); i++) {
            node = node.next.computeIfAbsent(word.charAt(i), letter -> new Node(root));
        }
        node.word = word;
    }

    /** Breadth first, so that what is shorter is linked before what is longer. */
    private void link() {
        Queue<Node> open = new ArrayDeque<>(root.next.values());
        while (!open.isEmpty()) {
            Node node = open.remove();
            node.next.forEach((letter, child) -> {
                child.shorter = step(node.shorter, letter);
                child.ends = child.shorter.word == null ? child.shorter.ends : child.shorter;
                open.add(child);
            });
        }
    }

    private Node step(@Nullable Node from, char letter) {
        for (Node node = from; node != null; node = node.shorter) {
            Node next = node.next.get(letter);
            if (next != null) {
                return next;
            }
        }
        return root;
    }

    /** Tells of each place at which one of the words stands; places may overlap. */
    void find(CharSequence text, Hit hit) {
        Node node = root;
        for (int i = 0; i < text.length(); i++) {
            node = step(node, text.charAt(i));
            for (Node end = node.word == null ? node.ends : node; end != null; end = end.ends) {
                hit.at(i + 1 - end.length(), i + 1, String.valueOf(end.word));
            }
        }
    }

    /** Where a word stands. */
    interface Hit {

        void at(int start, int end, String word);
    }

    /** What was read so far is the beginning of at least one word. */
    private static final class Node {

        private final Map<Character, Node> next = new HashMap<>();
        private @Nullable String word;
        /** The longest end of what was read that is also the beginning of a word; nothing before the first letter. */
        private @Nullable Node shorter;
        /** The longest end of what was read that is a word. */
        private @Nullable Node ends;

        Node(@Nullable Node shorter) {
            this.shorter = shorter;
        }

        int length() {
            return word == null ? 0 : word.length();
        }
    }
}
