document.title = "gezählt";
