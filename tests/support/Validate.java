import java.io.FileInputStream;
import java.util.List;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Validate FLAVOUR FILE...: one line a file ("file", tab, its number among the arguments), and under it one a broken rule. */
class Validate {
  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
    for (int number = 1; number < arguments.length; number++) {
      System.out.println("file\t" + (number - 1));
      failures(arguments[number], flavour).forEach(Validate::print);
    }
  }

  private static List<String> failures(String path, PDFAFlavour flavour) {
    try (FileInputStream file = new FileInputStream(path);
        PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      return validator.validate(parser).getTestAssertions().stream()
          .filter(assertion -> assertion.getStatus() != TestAssertion.Status.PASSED)
          .map(Validate::sentence)
          .distinct()
          .toList();
    } catch (Exception error) {
      return List.of("unreadable " + error);
    }
  }

  private static String sentence(TestAssertion assertion) {
    return assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber() + " " + assertion.getMessage();
  }

  private static void print(String failure) {
    System.out.println("failure\t" + failure.replaceAll("\\s+", " "));
  }
}
