// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTests {

    private static final SecretNames NAMES = SecretNames.with(List.of());

    @Test
    void hidesWholeWordsAndNoPartsOfOthers() {
        SecretMask mask = mask("back", "hunter2");

        assertThat(mask.clean("back backend callback back_up [hunter2] hunter23 'hunter2',hunter2"))
                .isEqualTo("*** backend callback back_up [***] hunter23 '***',***");
    }

    @Test
    void hidesALongSecretAlsoWithinAWord() {
        SecretMask mask = mask("k3Jx8Qz0pLm2Vw7T");

        assertThat(mask.clean("tokenk3Jx8Qz0pLm2Vw7Tend")).isEqualTo("token***end");
    }

    @Test
    void leavesWhatIsTooShortOrTooCommonToBeLookedFor() {
        SecretMask mask = mask("10", "abc", "true", "null", "password", "Secret", "$(OTHER)");

        String text = "10 abc true null password Secret $(OTHER)";

        assertThat(mask.clean(text)).isEqualTo(text);
        assertThat(mask.tells(text)).isFalse();
    }

    @Test
    void leavesWordsOfItsOwnNames() {
        SecretMask mask = SecretMask.of(
                List.of("pricing", "shop", "pricing-s3cret", "k7f3q5tbma"),
                List.of("pricing", "pricing-k7f3q5tbma", "registry/shop:7"),
                NAMES);

        assertThat(mask.clean("pricing of shop as pricing-k7f3q5tbma with pricing-s3cret"))
                .isEqualTo("pricing of shop as pricing-k7f3q5tbma with ***");
    }

    @Test
    void hidesWhatIsAlsoANameWhereItCanOnlyBeTheSecret() {
        SecretMask mask = SecretMask.of(List.of("pricing"), List.of("pricing-k7f3q5tbma"), NAMES);

        assertThat(mask.log(List.of(
                        "DB_PASSWORD=pricing for pricing",
                        "token " + base64("pricing"),
                        "Authorization: Basic " + base64("admin:pricing"),
                        "manifest " + base64("name: pricing, kind: x"))))
                .containsExactly(
                        "DB_PASSWORD=*** for pricing",
                        "token ***",
                        "Authorization: Basic ***",
                        "manifest " + base64("name: pricing, kind: x"));
    }

    @Test
    void hidesEachLineOfASecretAndAllOfIt() {
        SecretMask mask = mask("first line 4f1c\n  second-77ab  \nab\n");

        assertThat(mask.clean("first line 4f1c")).isEqualTo("***");
        assertThat(mask.clean("key: second-77ab, ab")).isEqualTo("key: ***, ab");
        assertThat(mask.clean("[first line 4f1c\n  second-77ab  \nab\n]")).isEqualTo("[***]");
        assertThat(mask.clean("[first line 4f1c\r\n  second-77ab  \r\nab]")).isEqualTo("[***\r\n  ***  \r\nab]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JSON                   | {\"a\":\"p&ss'w\\\"rd \\\\9/\"} | {\"a\":\"***\"}",
                "JSON in JSON           | {\\\"a\\\":\\\"p&ss'w\\\\\\\"rd \\\\\\\\9/\\\"} | {\\\"a\\\":\\\"***\\\"}",
                "JSON of Go, for HTML   | \"p\\u0026ss'w\\\"rd \\\\9/\" | \"***\"",
                "JSON of PHP            | \"p&ss'w\\\"rd \\\\9\\/\" | \"***\"",
                "an address             | ?a=p%26ss%27w%22rd%20%5C9%2F&b | ?a=***&b",
                "an address, lower case | ?a=p%26ss%27w%22rd%20%5c9/&b | ?a=***&b",
                "a form                 | a=p%26ss%27w%22rd+%5C9%2F&b | a=***&b",
                "an address in JSON     | \"a=p%26ss%27w%22rd%20%5C9\\/\" | \"a=***\"",
                "HTML                   | <b>p&amp;ss&#39;w&quot;rd \\9/</b> | <b>***</b>",
                "YAML                   | a: 'p&ss''w\"rd \\9/' | a: '***'",
                "a shell                | 'p&ss'\\''w\"rd \\9/' | '***'",
                "a shell without quotes | p\\&ss\\'w\\\"rd\\ \\\\9/ | ***"
            })
    void hidesASecretHoweverItIsWritten(String form, String text, String clean) {
        assertThat(mask("p&ss'w\"rd \\9/").clean(text)).as(form).isEqualTo(clean);
    }

    @Test
    void hidesASecretBehindAColourOrAnEscape() {
        SecretMask mask = mask("hunter2", "größe9");

        assertThat(mask.clean("\u001b[32mhunter2\u001b[0m a\\nhunter2 b%3Dhunter2%26 gr%C3%B6%C3%9Fe9"))
                .isEqualTo("\u001b[32m***\u001b[0m a\\n*** b%3D***%26 ***");
        assertThat(mask.clean("hun\u001b[1mter2")).isEqualTo("***");
    }

    @Test
    void hidesASecretInBase64() {
        SecretMask mask = mask("hunter2", "back", "größe9", "a secret>>>??? of 9");

        assertThat(mask.clean(base64("hunter2"))).isEqualTo("***");
        assertThat(mask.clean(base64("back"))).isEqualTo("***");
        assertThat(mask.clean(base64("größe9"))).isEqualTo("***");
        assertThat(mask.clean("x=" + base64("back").replace("=", "") + ";")).isEqualTo("x=***;");
        assertThat(mask.clean(
                        Base64.getUrlEncoder().encodeToString("a secret>>>??? of 9".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("***");
        assertThat(mask.clean(base64("hunter2").replace("=", "%3D"))).isEqualTo("***");
    }

    @Test
    void hidesASecretWhereverItStandsInBase64() {
        SecretMask mask = mask("hunter2");

        for (String user : List.of("a", "ab", "abc", "abcd")) {
            String header = base64(user + ":hunter2");
            assertThat(mask.clean("Basic " + header))
                    .startsWith("Basic ")
                    .endsWith("***")
                    .doesNotContain(header);
            assertThat(mask.clean("path/" + header + "/end"))
                    .startsWith("path/")
                    .endsWith("***/end");
        }
        assertThat(mask.clean(base64("{\"auth\":\"hunter2\",\"more\":1}"))).contains("***");
    }

    @Test
    void leavesBase64OfOtherThings() {
        String text = base64("a hunter and 2 others") + " " + base64("hunter23");

        assertThat(mask("hunter2").clean(text)).isEqualTo(text);
    }

    @Test
    void hidesUserAndPasswordInAddresses() {
        assertThat(SecretMask.NONE.clean(
                        "postgres://shop:p@ss@db:5432/shop and https://token@host, http://host:80/a@b"))
                .isEqualTo("postgres://***@db:5432/shop and https://***@host, http://host:80/a@b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password=x1 is wrong | password=*** is wrong",
                "DB_PASSWORD: x1, user: y | DB_PASSWORD: ***, user: y",
                "{\"apiKey\":\"x 1\",\"user\":\"y\"} | {\"apiKey\":\"***\",\"user\":\"y\"}",
                "{\\\"apiKey\\\": \\\"x 1\\\", \\\"user\\\": 1} | {\\\"apiKey\\\": \\\"***\\\", \\\"user\\\": 1}",
                "'token': 'it''s' | 'token': '***''s'",
                "\"secret\" => \"x1\" | \"secret\" => \"***\"",
                "secret := \"x1\" | secret := \"***\"",
                "--spring.datasource.password=x1 -Dkey=x2 -Dkeys.count=3 | --spring.datasource.password=*** -Dkey=*** -Dkeys.count=3",
                "jdbc:postgresql://db/shop?user=a&password=x1&ssl=on | jdbc:postgresql://db/shop?user=a&password=***&ssl=on",
                "Authorization: Bearer x1 | Authorization: Bearer ***",
                "sent Bearer eyJhbGciOiJIUzI1NiJ9.e30.x | sent Bearer ***",
                "sent basic dXNlcjpwYXNz | sent basic ***"
            })
    void hidesInLogsWhatLooksLikeASecret(String line, String clean) {
        assertThat(SecretMask.NONE.log(List.of(line))).containsExactly(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "couldn't find key password in Secret shop/vault",
                "MountVolume.SetUp failed for volume \"vault\" : secret \"vault\" not found",
                "spec.template.spec.containers[0].env[3].valueFrom.secretKeyRef.name: Required value",
                "Failed to pull image \"registry/pricing:7\": unauthorized: authentication required",
                "secretName: vault, secretKeyRef: vault",
                "The basic authentication failed, Bearer authentication is required",
                "basic authorization/authentication",
                "ROUTING_KEY=orders.created partition-key: 7 monkey=banana keyboard: qwerty",
                "password: null, token=undefined secret: ***",
                "token: {value: 1}, credentials: [], password: ${DB_PASSWORD} $(DB_PASSWORD)",
                "12:30:01 INFO [main] http://db:5432 key :: token:// pass",
                "--password to be set",
                "http://auth:8080/token-service:80 and token-service.shop.svc:8080 of shop/token-service: started",
                "received key=orders.7 with pass: 3, fail: 0, auth: ok",
                "basic_auth: disabled, private-key: optional",
                ""
            })
    void leavesOtherLinesAsTheyAre(String line) {
        assertThat(SecretMask.NONE.log(List.of(line))).containsExactly(line);
    }

    @Test
    void looksForNamesInLogsOnly() {
        assertThat(SecretMask.NONE.clean("a token: Invalid value")).isEqualTo("a token: Invalid value");
    }

    @Test
    void knowsNamesThatOnlyThisSandboxHas() {
        SecretMask mask = SecretMask.of(List.of(), List.of(), NAMES.and(List.of("VAULT"), List.of("S_")));

        assertThat(mask.log(List.of("VAULT=x S_HOST=y VAULTS=z"))).containsExactly("VAULT=*** S_HOST=*** VAULTS=z");
    }

    @Test
    void whatIsHiddenOnceStaysAsItIs() {
        SecretMask mask = mask("hunter2");

        String clean =
                mask.log(List.of("password=hunter2 at amqp://u:hunter2@mq")).get(0);

        assertThat(clean).isEqualTo("password=*** at amqp://***@mq");
        assertThat(mask.log(List.of(clean))).containsExactly(clean);
    }

    /** Anything that grows with the square of a text would take hours for these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "password",
                "password=",
                "password=\"",
                "://",
                "://a@",
                "\\",
                "%41",
                "basic ",
                "'",
                "&#",
                "\u001b[1",
                "a ",
                " ",
                "--key ",
                "\"",
                "=",
                "hunter",
                "aHVudGVy"
            })
    void noTextTakesLong(String part) {
        String text = part.repeat(300_000 / part.length());
        SecretMask mask = mask("hunter2", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab", "\\\\\\\\\\\\\\\\a");

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatCode(() -> mask.log(List.of(text))).doesNotThrowAnyException());
    }

    @Test
    void oneMaskKnowsNothingOfAnother() {
        Map<String, SecretMask> masks = Map.of("hunter2", mask("hunter2"), "swordfish", mask("swordfish"));

        masks.forEach((secret, mask) ->
                assertThat(mask.clean("hunter2 swordfish")).isEqualTo("hunter2 swordfish".replace(secret, "***")));
    }

    private static SecretMask mask(String... secrets) {
        return SecretMask.of(List.of(secrets), List.of(), NAMES);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
