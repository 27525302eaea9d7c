// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No secret survives, however it is written; nothing else is changed. */
class SecretMaskPropertyTests {

    private static final SecretNames NAMES = SecretNames.with(List.of());

    /** How programs write a text. */
    enum Form {
        PLAIN,
        JSON,
        JSON_IN_JSON,
        FORM,
        ADDRESS,
        ADDRESS_IN_LOWER_CASE,
        BASE64,
        BASE64_WITHOUT_PADDING,
        BASE64_OF_ADDRESSES,
        YAML,
        SHELL,
        XML;

        String write(String text) {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            return switch (this) {
                case PLAIN -> text;
                case JSON -> json(text);
                case JSON_IN_JSON -> json(json(text));
                case FORM -> URLEncoder.encode(text, StandardCharsets.UTF_8);
                case ADDRESS -> FORM.write(text).replace("+", "%20");
                case ADDRESS_IN_LOWER_CASE -> "%" + HexFormat.ofDelimiter("%").formatHex(octets);
                case BASE64 -> Base64.getEncoder().encodeToString(octets);
                case BASE64_WITHOUT_PADDING ->
                    Base64.getEncoder().withoutPadding().encodeToString(octets);
                case BASE64_OF_ADDRESSES -> Base64.getUrlEncoder().encodeToString(octets);
                case YAML -> text.replace("'", "''");
                case SHELL -> text.replace("'", "'\\''");
                case XML ->
                    text.replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;")
                            .replace("\"", "&quot;");
            };
        }

        private static String json(String text) {
            String quoted = new TextNode(text).toString();
            return quoted.substring(1, quoted.length() - 1);
        }
    }

    @Property
    void aSecretIsHiddenInEachForm(@ForAll("secrets") String secret, @ForAll Form form) {
        SecretMask mask = SecretMask.of(List.of(secret), List.of(), NAMES);

        assertThat(mask.clean("one " + form.write(secret) + " two")).isEqualTo("one *** two");
    }

    @Property
    void aSecretBehindAUserIsHiddenInBase64(@ForAll("secrets") String secret, @ForAll("words") String user) {
        SecretMask mask = SecretMask.of(List.of(secret), List.of(), NAMES);
        String header = Form.BASE64.write(user + ":" + secret);

        String clean = mask.clean("one " + header + " two");

        assertThat(clean).matches("(?s)one [A-Za-z0-9+/]*\\*\\*\\* two");
        String left = clean.substring("one ".length(), clean.indexOf('*'));
        assertThat(new String(
                        Base64.getDecoder().decode(left.substring(0, left.length() / 4 * 4)), StandardCharsets.UTF_8))
                .isSubstringOf(user + ":");
    }

    /** Words of the first half of the alphabet, secrets of the second, and everything that may stand between. */
    @Property
    void nothingElseIsChanged(@ForAll("tokens") List<String> secrets, @ForAll("sentences") List<String> parts) {
        SecretMask mask = SecretMask.of(secrets, List.of(), NAMES);
        String text = String.join("", parts);

        assertThat(mask.clean(text)).isEqualTo(text);
        assertThat(mask.tells(text)).isFalse();
        assertThat(mask.log(List.of(text))).containsExactly(text);
    }

    @Property
    void ofAMixtureTheSecretsAloneAreHidden(
            @ForAll("tokens") List<String> secrets, @ForAll("sentences") List<String> parts) {
        SecretMask mask = SecretMask.of(secrets, List.of(), NAMES);
        List<String> told = new ArrayList<>();
        List<String> clean = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String secret = secrets.get(i % secrets.size());
            told.addAll(List.of(parts.get(i), " ", secret, " "));
            clean.addAll(List.of(parts.get(i), " ", SecretMask.HIDDEN, " "));
        }

        assertThat(mask.clean(String.join("", told))).isEqualTo(String.join("", clean));
    }

    @Property
    void aShortSecretWithinAWordIsNone(@ForAll("tokens") List<String> secrets, @ForAll("words") String word) {
        SecretMask mask = SecretMask.of(secrets, List.of(), NAMES);
        String text = secrets.stream()
                .filter(secret -> secret.length() < SecretMask.UNMISTAKABLE)
                .map(secret -> word + secret + " " + secret + word + " ")
                .reduce("", String::concat);

        assertThat(mask.clean(text)).isEqualTo(text);
    }

    @Property
    void noNameIsChanged(@ForAll("tokens") List<String> names, @ForAll("words") String word) {
        SecretMask mask = SecretMask.of(
                names, names.stream().map(name -> name + "-" + word).toList(), NAMES);
        String text = String.join(" ", names) + " " + String.join("-" + word + " ", names) + "-" + word;

        assertThat(mask.clean(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .withChars(' ', '\n', '\t', 'ä', 'ß', '€')
                .ofMinLength(4)
                .ofMaxLength(40)
                .filter(secret -> secret.strip().equals(secret))
                .filter(secret -> !CredentialPatterns.common(secret) && !SecretNames.word(secret));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings().withCharRange('a', 'm').ofMinLength(1).ofMaxLength(12);
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.strings()
                .withCharRange('n', 'z')
                .ofMinLength(4)
                .ofMaxLength(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(50);
    }

    @Provide
    Arbitrary<List<String>> sentences() {
        return Combinators.combine(
                        words(),
                        Arbitraries.of(" ", "=", ": ", "/", ".", "-", "_", "\n", "%3D", "\\n", "\"", "'", "&amp;"))
                .as(String::concat)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
